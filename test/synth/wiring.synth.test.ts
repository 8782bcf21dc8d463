import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { catalogue } from '../../events/catalogue.ts'
import { deployedFunctions } from '../../infra/deployed-functions.ts'
import type { CloudResource } from '../../infra/local/contracts.ts'
import { compilePattern } from '../../infra/local/events/event-pattern.ts'
import { slices } from '../../infra/slices.ts'
import { scopes } from '../../shared/http/route.ts'
import { rightsOf } from '../../shared/table/keys.ts'
import {
  type HandlerFile,
  isReaction,
  isRoute,
  kindsInSources,
  loadHandlerFiles,
  loadHandlers,
  projectRoot,
} from './handler-files.ts'
import { cleanUp, type Synthesised, synthesise } from './synthesised.ts'

let files: readonly HandlerFile[]
let dev: Synthesised

beforeAll(async () => {
  files = await loadHandlerFiles()
  dev = await synthesise()
})
afterAll(cleanUp)

const ofType = (type: string): CloudResource[] => dev.resources.filter((resource) => resource.type === type)
const functionNamed = (name: string): CloudResource => {
  const found = ofType('AWS::Lambda::Function').find((one) => one.name === name)
  if (found === undefined) throw new Error(`the template has no function ${name}`)
  return found
}
/** Patterns of the rules that fill a slice's queue, by bus. */
const rulesOf = (
  slice: string,
): { readonly bus: string; readonly matches: (event: unknown) => boolean }[] => {
  const queue = ofType('AWS::SQS::Queue').find(({ name }) => name === `${slice}-queue`)
  return ofType('AWS::Events::Rule')
    .filter(({ properties }) => properties['Targets'].some(({ Arn }: { Arn: string }) => Arn === queue?.arn))
    .map(({ properties }) => ({
      bus: properties['EventBusName'] ?? 'default',
      matches: compilePattern(properties['EventPattern']),
    }))
}

describe('handler files', () => {
  it('exist', () => {
    expect(files.length).toBeGreaterThan(20)
  })

  it('contain one route, one reaction or one handler each', () => {
    const held = ({ exports }: HandlerFile): number => {
      const defined = exports.filter((one) => isRoute(one) || isReaction(one))
      return defined.length > 0 ? defined.length : exports.filter((one) => typeof one === 'function').length
    }
    expect(files.filter((file) => held(file) !== 1).map(({ path }) => path)).toEqual([])
  })

  it('are wired once each, in their own slice', async () => {
    const handlers = await loadHandlers()
    const places = ({ exports }: HandlerFile): string[] => [
      ...slices.flatMap(({ name, routes, reactions }) =>
        [...routes, ...reactions].filter((one) => exports.includes(one)).map(() => name),
      ),
      ...handlers.filter(({ handler }) => exports.includes(handler)).map(({ slice }) => slice),
    ]
    const wrong = files
      .map((file) => ({ path: file.path, wired: places(file), expected: [file.slice] }))
      .filter(({ wired, expected }) => wired.join() !== expected.join())
    expect(wrong).toEqual([])
  })

  it('match the list of the slices', () => {
    const held = new Set(files.flatMap(({ exports }) => exports))
    const listed: unknown[] = slices.flatMap(({ routes, reactions }) => [...routes, ...reactions])
    expect(listed.filter((one) => !held.has(one))).toEqual([])
  })
})

describe('routes', () => {
  it('appear in the template once, behind their slice’s function and with their scope', () => {
    const deployed = ofType('AWS::ApiGatewayV2::Route')
    const integrations = new Map(
      ofType('AWS::ApiGatewayV2::Integration').map((one) => [one.ref, one.properties]),
    )
    for (const { name, routes } of slices) {
      expect(routes.length).toBeGreaterThan(0)
      for (const { method, path, scope } of routes) {
        const found = deployed.filter(({ properties }) => properties['RouteKey'] === `${method} ${path}`)
        expect(found).toHaveLength(1)
        const properties = found[0]?.properties ?? {}
        expect(properties['AuthorizationScopes']).toEqual([`retaguarda/${scope}`])
        const integration = integrations.get(String(properties['Target']).replace('integrations/', ''))
        expect(integration?.['IntegrationUri']).toBe(functionNamed(`${name}-api`).arn)
        expect(integration?.['PayloadFormatVersion']).toBe('2.0')
      }
    }
  })

  it('require a scope that a token can carry', () => {
    const asked = slices.flatMap(({ routes }) => routes.map(({ scope }) => scope))
    expect(asked.filter((scope) => !Object.hasOwn(scopes, scope))).toEqual([])
    const [server] = ofType('AWS::Cognito::UserPoolResourceServer')
    expect(server?.properties['Scopes'].map(({ ScopeName }: { ScopeName: string }) => ScopeName)).toEqual(
      Object.keys(scopes),
    )
  })

  it('may be called by the API: each API function permits it', () => {
    const permitted = ofType('AWS::Lambda::Permission').map(({ properties }) => JSON.stringify(properties))
    for (const { name } of slices) {
      const { logicalId } = functionNamed(`${name}-api`)
      expect(permitted.filter((one) => one.includes(logicalId) && one.includes('apigateway'))).toHaveLength(1)
    }
  })
})

describe('events', () => {
  const events = [...catalogue.values()]
  const onBus = (type: string): unknown => {
    const event = catalogue.get(type)
    return { source: `retaguarda.${event?.slice}`, 'detail-type': type, detail: event?.example }
  }

  it.each(events.map(({ type }) => type))('%s has an example that its schema accepts', (type) => {
    const event = catalogue.get(type)
    expect(event?.example).toBeDefined()
    const parsed = z.safeParse(event?.schema as z.core.$ZodType, event?.example)
    expect(parsed.error?.issues ?? []).toEqual([])
  })

  it('reach only the slices that react to them, by one rule', () => {
    const bus = ofType('AWS::Events::EventBus')[0]?.ref
    for (const { name, reactions } of slices) {
      const asked = reactions.flatMap((one) => ('on' in one ? one.on.map(({ type }) => type) : []))
      expect(asked.filter((type) => !catalogue.has(type))).toEqual([])
      const rules = rulesOf(name).filter((rule) => rule.bus === bus)
      const reaching = events.filter(({ type }) => rules.some(({ matches }) => matches(onBus(type))))
      expect(reaching.map(({ type }) => type).sort()).toEqual([...new Set(asked)].sort())
      for (const { type } of reaching)
        expect(rules.filter(({ matches }) => matches(onBus(type)))).toHaveLength(1)
    }
  })
})

describe('events of AWS services', () => {
  const configurationSet = () => ofType('AWS::SES::ConfigurationSet')[0]?.ref
  const mailEvent = (detailType: string, set: unknown, tags: object = { thread: ['thr_1'] }) => ({
    source: 'aws.ses',
    'detail-type': detailType,
    detail: { mail: { messageId: 'm', tags: { 'ses:configuration-set': [set], ...tags } } },
  })
  const types = ['Email Sent', 'Email Delivered', 'Email Bounced', 'Email Complaint Received']
  const objectCreated = (bucket: unknown, key = 'incoming/m') => ({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key }, reason: 'PutObject' },
  })

  it('reach the slices that react to them, by one rule on the default bus, when they are about our own resources', () => {
    const ours = types.map((type) => mailEvent(type, configurationSet()))
    const others = [
      ...types.map((type) => mailEvent(type, 'of-another-application')),
      // Deliveries of order mails need no reaction, so the rule does not pay for them.
      mailEvent('Email Delivered', configurationSet(), {}),
    ]
    for (const { name, reactions } of slices) {
      const asked = reactions.flatMap((one) =>
        'onAws' in one ? [`${one.onAws.source} ${one.onAws.detailType}`] : [],
      )
      const rules = rulesOf(name).filter((rule) => rule.bus === 'default')
      const reaching = ours.filter((event) => rules.filter(({ matches }) => matches(event)).length === 1)
      expect(reaching.map((event) => `${event.source} ${event['detail-type']}`).sort()).toEqual(asked.sort())
      expect(others.filter((event) => rules.some(({ matches }) => matches(event)))).toEqual([])
    }
  })

  it('reach the mail intake when a mail is stored in our bucket, and not when an attachment is stored', () => {
    const [bucket] = ofType('AWS::S3::Bucket')
    const rules = rulesOf('incoming')
    const taken = (event: unknown) => rules.filter(({ matches }) => matches(event)).length
    expect(taken(objectCreated(bucket?.ref))).toBe(1)
    expect(taken(objectCreated('of-another-application'))).toBe(0)
    expect(taken(objectCreated(bucket?.ref, 'kept/loja-azul/msg_1/0'))).toBe(0)
    const [source] = ofType('AWS::Lambda::EventSourceMapping').filter(
      ({ properties }) => properties['FunctionName'] === functionNamed('incoming-mail').ref,
    )
    const queue = ofType('AWS::SQS::Queue').find(({ name }) => name === 'incoming-queue')
    expect(source?.properties['EventSourceArn']).toBe(queue?.arn)
  })

  it('are published by the bucket of incoming mail and by the configuration set', () => {
    const [bucket] = ofType('AWS::S3::Bucket')
    const [rule] = ofType('AWS::SES::ReceiptRule')
    expect(rule?.properties['Rule'].Actions[0].S3Action.BucketName).toBe(bucket?.ref)
    const [destination] = ofType('AWS::SES::ConfigurationSetEventDestination')
    expect(destination?.properties['ConfigurationSetName']).toBe(configurationSet())
    expect(destination?.properties['EventDestination'].EventBridgeDestination.EventBusArn).toMatch(
      /event-bus\/default$/,
    )
  })
})

describe('functions', () => {
  it('match the list of deployed functions', () => {
    const deployed = ofType('AWS::Lambda::Function').map(({ name }) => name)
    expect(deployed.sort()).toEqual(Object.keys(deployedFunctions).sort())
    expect(Object.values(deployedFunctions).filter((entry) => !existsSync(join(projectRoot, entry)))).toEqual(
      [],
    )
  })

  it('may write the item kinds that their slice’s stores name', () => {
    for (const { name } of slices) expect([...rightsOf(name).put].sort()).toEqual(kindsInSources(name))
  })

  it('of inboxes receive events from their own slice’s queue', () => {
    const sources = ofType('AWS::Lambda::EventSourceMapping')
    for (const { name } of slices) {
      const fed = sources.filter(
        ({ properties }) => properties['FunctionName'] === functionNamed(`${name}-inbox`).ref,
      )
      const queue = ofType('AWS::SQS::Queue').find((one) => one.name === `${name}-queue`)
      expect(fed.map(({ properties }) => properties['EventSourceArn'])).toEqual([queue?.arn])
    }
  })
})
