import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deployedFunctions } from '../../infra/deployed-functions.ts'
import { slices } from '../../infra/slices.ts'
import {
  itemKeyPattern,
  itemKinds,
  type KeyUser,
  lists,
  numberSeries,
  rightsOf,
  seriesKeyPattern,
} from '../../shared/table/keys.ts'
import { projectRoot } from './handler-files.ts'
import { cleanUp, type Declared, synthesise } from './synthesised.ts'

const { declared, resources } = await synthesise()
afterAll(cleanUp)

/** Key users of a deployed function: itself and, for an API or inbox that writes, its slice. */
function usersOf(name: string): KeyUser[] {
  const slice = slices.find((one) => name === `${one.name}-api` || name === `${one.name}-inbox`)
  const onlyReads = slice?.routes.every(({ method }) => method === 'GET') === true && name.endsWith('-api')
  return (onlyReads ? [] : [...(slice === undefined ? [] : [slice.name]), name]) as KeyUser[]
}

/** Leading keys by action in the policy of a deployed function. */
function leadingKeys(name: string): Record<string, string[]> {
  const { logicalId } = resources.find((one) => one.type === 'AWS::Lambda::Function' && one.name === name)!
  const role = declaredAs(logicalId)?.Properties['Role']['Fn::GetAtt'][0] as string
  const statements = declared
    .filter(({ Type, Properties }) => Type === 'AWS::IAM::Policy' && refersTo(Properties['Roles'], role))
    .flatMap(({ Properties }) => Properties['PolicyDocument'].Statement as Record<string, any>[])
  const keys: Record<string, string[]> = {}
  for (const { Action, Condition } of statements) {
    const found = Object.values(Condition ?? {}).flatMap((one: any) => one['dynamodb:LeadingKeys'] ?? [])
    if (found.length > 0)
      for (const action of [Action].flat()) keys[action] = [...(keys[action] ?? []), ...found]
  }
  return keys
}

const declaredAs = (logicalId: string): Declared | undefined =>
  declared.find((one) => one.logicalId === logicalId)
const refersTo = (roles: unknown, role: string): boolean => JSON.stringify(roles).includes(`"${role}"`)

/** Keys that the register grants, in the format of policies. */
function granted(users: readonly KeyUser[]): Record<string, string[]> {
  const { put, get, count, take, query } = rightsOf(...users)
  const patterns = {
    'dynamodb:PutItem': put.map(itemKeyPattern),
    'dynamodb:GetItem': get.map(itemKeyPattern),
    'dynamodb:UpdateItem': [...count.map(itemKeyPattern), ...take.map(seriesKeyPattern)],
    'dynamodb:Query': query.map(({ partition }) => partition as string),
  }
  return Object.fromEntries(Object.entries(patterns).filter(([, keys]) => keys.length > 0))
}

const sources = globSync('{functions,shared,infra}/**/*.ts', { cwd: projectRoot })
  .filter((path) => path !== 'shared/table/keys.ts')
  .map((path) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') }))

describe('the register of keys', () => {
  it.each(Object.keys(deployedFunctions))('matches the policy of %s exactly', (name) => {
    const [named, expected] = [leadingKeys(name), granted(usersOf(name))]
    const sorted = (keys: Record<string, string[]>) =>
      Object.fromEntries(Object.entries(keys).map(([action, of]) => [action, of.sort()]))
    expect(sorted(named)).toEqual(sorted(expected))
  })

  it.each(Object.keys(itemKinds))('lists only item kinds that a store declares: %s', (kind) => {
    expect(sources.some(({ text }) => text.includes(`'${kind}'`))).toBe(true)
  })

  it.each(Object.keys(lists))('lists only index lists that a store writes and code reads: %s', (list) => {
    const uses = sources.filter(({ text }) =>
      new RegExp(`\\b(?:lists|${list})\\b[^;]*\\b${list}\\b`, 's').test(text),
    )
    const text = uses.map((one) => one.text).join('\n')
    expect(text).toMatch(/gsi[12]pk/)
    expect(text).toMatch(/partition/)
  })

  it.each(Object.keys(numberSeries))('lists only number series that a store uses: %s', (series) => {
    expect(sources.some(({ text }) => text.includes(`takeNumbers(store, '${series}'`))).toBe(true)
  })

  it('lists only existing kinds as writers', () => {
    const users = new Set(Object.values(itemKinds).flatMap(({ writers }) => writers as readonly string[]))
    const existing = [...slices.map(({ name }) => name), ...Object.keys(deployedFunctions)]
    expect([...users].filter((user) => !existing.includes(user))).toEqual([])
  })

  it('lets exactly the APIs with an Idempotency-Key route write idempotent answers', () => {
    const keyed = slices.filter(({ routes }) =>
      routes.some(({ idempotencyKey }) => idempotencyKey !== undefined),
    )
    expect([...itemKinds.ANSWER.writers].sort()).toEqual(keyed.map(({ name }) => `${name}-api`).sort())
  })
})
