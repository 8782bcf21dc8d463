import fc from 'fast-check'
import { tokenFor } from '../../infra/start/sample-clients.ts'
import type { SampleClient } from '../../infra/start/sample-principals.ts'
import type { SeededResources } from '../access/store-a-resources.ts'
import { answerChecker } from './check-answer.ts'
import { type ApiDocument, operationsOf } from './document.ts'
import { type FuzzRequest, requestsOf } from './requests.ts'

/** Endpoints, clients and existing resources of the tested API. */
export interface FuzzTarget {
  readonly api: string
  readonly token: string
  readonly clients: readonly SampleClient[]
  /** Existing resources of the store of the first client. */
  readonly resources: SeededResources
}

export interface FuzzOptions {
  readonly seed: number
  /** Returns true to send one more request; `sent` counts the requests so far. */
  readonly shouldContinue: (sent: number) => boolean
}

/** Result of a fuzz run. */
export interface FuzzOutcome {
  readonly sent: number
  readonly byStatus: ReadonlyMap<number, number>
  /** Successful answers by operation; an operation without any is not really tested. */
  readonly succeeded: ReadonlyMap<string, number>
  /** Violations with the request that reproduces them. */
  readonly findings: readonly string[]
}

/** Number of the latest ids from answers that later requests reuse. */
const maxIds = 200

/**
 * Sends requests to each operation in turn, generated from the API document, the ids in answers and a seed. Reports each
 * 5xx and each answer that the document does not allow.
 */
export async function fuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzOutcome> {
  const { api } = target
  const document = (await (await fetch(`${api}/openapi.json`)).json()) as ApiDocument
  const operations = operationsOf(document)
  const check = answerChecker(document)
  const ids: string[] = []
  const tokens = await tokensByScope(target)
  const requests = new Map(
    operations.map((one) => [one.id, requestsOf(one, { ...target.resources, ids: () => ids })]),
  )
  const byStatus = new Map<number, number>()
  const succeeded = new Map<string, number>(operations.map(({ id }) => [id, 0]))
  const findings: string[] = []
  let sent = 0
  while (options.shouldContinue(sent)) {
    const operation = operations[sent % operations.length]
    const arbitrary = operation && requests.get(operation.id)
    if (operation === undefined || arbitrary === undefined)
      throw new Error('The API document has no operation.')
    const [request] = fc.sample(arbitrary, { numRuns: 1, seed: options.seed + sent })
    if (request === undefined) throw new Error('No request was generated.')
    sent += 1
    const answer = await send(api, tokens.get(operation.scope) ?? '', request)
    byStatus.set(answer.status, (byStatus.get(answer.status) ?? 0) + 1)
    if (answer.status < 300) succeeded.set(operation.id, (succeeded.get(operation.id) ?? 0) + 1)
    const violation = check(operation, answer)
    if (violation !== undefined) findings.push(describe(request, violation, answer.body))
    collectIds(ids, answer.body)
  }
  return { sent, byStatus, succeeded, findings }
}

/**
 * A token for each scope, from clients of one store, so that later requests find what earlier ones created. Uses the client
 * with the fewest scopes, since an approver must differ from the client that placed the order.
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

/** Stores the ids and check codes of an answer, so that later requests reach existing resources. */
function collectIds(ids: string[], body: string): void {
  for (const [, id = ''] of body.matchAll(/"(?:id|orderId|issueId|code|check|sku)":"([^"]{1,80})"/g)) {
    if (ids.includes(id)) continue
    ids.unshift(id)
  }
  ids.splice(maxIds)
}

const describe = (
  { operation, path, headers, body }: FuzzRequest,
  violation: string,
  answer: string,
): string =>
  [
    `${operation.id}: ${violation}`,
    `  ${operation.method} ${path.slice(0, 300)}`,
    `  ${JSON.stringify(headers)}`,
    ...(body === undefined ? [] : [`  ${body.slice(0, 600)}`]),
    `  answered ${answer.slice(0, 400)}`,
  ].join('\n')
