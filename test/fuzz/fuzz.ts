import fc from 'fast-check'
import { tokenFor } from '../../infra/start/sample-clients.ts'
import type { SampleClient } from '../../infra/start/sample-principals.ts'
import type { SeededResources } from '../access/store-a-resources.ts'
import { answerChecker } from './check-answer.ts'
import { type ApiDocument, operationsOf } from './document.ts'
import { type FuzzRequest, requestsOf } from './requests.ts'

/** Where the API is, and who may use it. */
export interface FuzzTarget {
  readonly api: string
  readonly token: string
  readonly clients: readonly SampleClient[]
  /** What the first client's store has from the start. */
  readonly belongings: SeededResources
}

export interface FuzzOptions {
  readonly seed: number
  /** True while there is to be one more request; it gets how many there were. */
  readonly shouldContinue: (sent: number) => boolean
}

/** What a fuzz came to. */
export interface FuzzOutcome {
  readonly sent: number
  readonly byStatus: ReadonlyMap<number, number>
  /** By operation, how often it answered well: an operation that never does is not really tried. */
  readonly succeeded: ReadonlyMap<string, number>
  /** What was wrong, with the request that shows it again. */
  readonly findings: readonly string[]
}

/** Ids of things, as answers name them; the newest few are asked for again. */
const maxIds = 200

/**
 * Sends requests to each operation of the API in turn, made from its document, the ids that answers named and a seed.
 * Nothing may be answered with 5xx or with what its document does not say.
 */
export async function fuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzOutcome> {
  const { api } = target
  const document = (await (await fetch(`${api}/openapi.json`)).json()) as ApiDocument
  const operations = operationsOf(document)
  const judge = answerChecker(document)
  const ids: string[] = []
  const tokens = await tokensByScope(target)
  const requests = new Map(
    operations.map((one) => [one.id, requestsOf(one, { ...target.belongings, ids: () => ids })]),
  )
  const byStatus = new Map<number, number>()
  const succeeded = new Map<string, number>(operations.map(({ id }) => [id, 0]))
  const findings: string[] = []
  let sent = 0
  while (options.shouldContinue(sent)) {
    const operation = operations[sent % operations.length]
    const arbitrary = operation && requests.get(operation.id)
    if (operation === undefined || arbitrary === undefined) throw new Error('an operation is expected')
    const [request] = fc.sample(arbitrary, { numRuns: 1, seed: options.seed + sent })
    if (request === undefined) throw new Error('a request is expected')
    sent += 1
    const answer = await send(api, tokens.get(operation.scope) ?? '', request)
    byStatus.set(answer.status, (byStatus.get(answer.status) ?? 0) + 1)
    if (answer.status < 300) succeeded.set(operation.id, (succeeded.get(operation.id) ?? 0) + 1)
    const wrong = judge(operation, answer)
    if (wrong !== undefined) findings.push(describe(request, wrong, answer.body))
    collectIds(ids, answer.body)
  }
  return { sent, byStatus, succeeded, findings }
}

/**
 * A token for each scope, of clients of one store: what is made by one request is there for the next. Of those that have
 * a scope the one that may do the least is taken: an approver is somebody else than who placed the order.
 */
async function tokensByScope({ token, clients }: FuzzTarget): Promise<Map<string, string>> {
  const [first] = clients
  const tokens = new Map<string, string>()
  const ofStore = clients.filter(({ store }) => store === first?.store)
  for (const client of ofStore.sort((a, b) => a.scopes.length - b.scopes.length)) {
    const granted = await tokenFor(token, client)
    for (const scope of client.scopes) if (!tokens.has(scope)) tokens.set(scope, granted)
  }
  return tokens
}

async function send(api: string, bearer: string, { operation, path, headers, body }: FuzzRequest) {
  const response = await fetch(`${api}${path}`, {
    method: operation.method,
    headers: { authorization: `Bearer ${bearer}`, ...headers },
    ...(body === undefined ? {} : { body }),
  })
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: await response.text(),
  }
}

/** Keeps the ids that an answer names, and codes of checks, so that later requests reach what is there. */
function collectIds(ids: string[], body: string): void {
  for (const [, id = ''] of body.matchAll(/"(?:id|orderId|issueId|code|check|sku)":"([^"]{1,80})"/g)) {
    if (ids.includes(id)) continue
    ids.unshift(id)
  }
  ids.splice(maxIds)
}

const describe = ({ operation, path, headers, body }: FuzzRequest, wrong: string, answer: string): string =>
  [
    `${operation.id}: ${wrong}`,
    `  ${operation.method} ${path.slice(0, 300)}`,
    `  ${JSON.stringify(headers)}`,
    ...(body === undefined ? [] : [`  ${body.slice(0, 600)}`]),
    `  answered ${answer.slice(0, 400)}`,
  ].join('\n')
