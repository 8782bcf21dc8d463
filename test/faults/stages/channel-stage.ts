import { AsyncLocalStorage } from 'node:async_hooks'
import { createHmac } from 'node:crypto'
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { commitConnection } from '../../../functions/channels/connections/connection.store.ts'
import { connect } from '../../../functions/channels/connections/connection.ts'
import { writeSecrets } from '../../../functions/channels/connections/secrets.client.ts'
import { handler as receiver } from '../../../functions/channels/deliveries/receive-delivery.http.ts'
import { reactions as channelReactions, handler as channelsInbox } from '../../../functions/channels/inbox.ts'
import { reactions as orderReactions, handler as ordersInbox } from '../../../functions/orders/inbox.ts'
import { type Parameters, startParameters } from '../../../infra/local/storage/parameters.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { documents } from '../../../shared/table/table.store.ts'
import { httpEvent } from '../../support/http.ts'
import { busMessage, deliver } from '../../support/inbox.ts'
import { captureLog } from '../../support/log.ts'
import { type SuiteTable, startSuiteTable } from '../../support/suite/suite-table.ts'
import { draw } from '../table/draw.ts'
import type { PlatformCall } from './channel-stories.ts'
import { type BusMessage, type Image, type Inbox, imagesIn, messagesOf } from './messages.ts'

const secret = 'o segredo da loja'
const causedBy = { actor: { type: 'system', id: 'test' }, causationId: 't', correlationId: 't' } as const

/** The channels and the orders of one store, with the table's stream and the bus in between. */
export interface ChannelFixture {
  /** Makes a call as the platform does: again and again until it is taken. Gives how often that was. */
  callUntilAccepted(store: string, call: PlatformCall): Promise<number>
  /** Takes what was written since the last time, as the bus would bring it to the inboxes. */
  newMessages(): BusMessage[]
  /** Hands one message to its inbox; false when it must come again. */
  handle(message: BusMessage): Promise<boolean>
  /** The newest states of a kind in a store. */
  states(store: string, kind: string): Promise<Record<string, unknown>[]>
  /** Writes to the table fail at random from now on, before or after they are done; 0 is never. */
  breakWrites(seed: number, chance: number): void
  readonly crashes: () => number
  /** Lines that were logged since the stage was set. */
  readonly logged: readonly string[]
  stop(): Promise<void>
}

/** Whose writes they are, and how many there have been: what a crash is drawn for. */
const current = new AsyncLocalStorage<{ readonly name: string; writes: number }>()

interface Request {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

export async function startChannelFixture(stores: readonly string[]): Promise<ChannelFixture> {
  const [table, parameters] = await Promise.all([startSuiteTable(), startParameters()])
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SSM: parameters.url,
    CHANNEL_SECRETS_PATH: '/retaguarda/test/channels',
  })
  const { logged, release } = captureLog()
  const faults = { seed: 0, chance: 0, struck: 0 }
  const written: Image[] = []
  watchWrites(faults, written)
  const connections = await connectAll(stores)
  written.length = 0
  return {
    callUntilAccepted: (store, call) =>
      callUntilAccepted(connections.get(`${store} ${call.platform}`) ?? '', call),
    newMessages: () => written.splice(0).flatMap((image) => messagesOf(image, inboxes)),
    handle: ({ event, slice, inbox }) =>
      current.run({ name: `${event.id} ${attemptOf(event.id)}`, writes: 0 }, async () => {
        const failed = await deliver(inbox, [busMessage(event, slice)])
        return failed.length === 0
      }),
    states: (store, kind) => statesOf(table, store, kind),
    breakWrites: (seed, chance) => {
      Object.assign(faults, { seed, chance, struck: 0 })
    },
    crashes: () => faults.struck,
    logged,
    stop: () => stopAll(table, parameters, release),
  }
}

async function stopAll(table: SuiteTable, parameters: Parameters, release: () => void): Promise<void> {
  documents.middlewareStack.remove('faults')
  release()
  await Promise.all([table.stop(), parameters.stop()])
}

/** Sees every write on its way to the table: keeps what is done, as the stream does, and lets some of the callers die. */
function watchWrites(faults: { seed: number; chance: number; struck: number }, written: Image[]): void {
  documents.middlewareStack.add(
    (next) => async (args) => {
      const { headers, body } = args.request as Request
      const operation = headers['x-amz-target']?.split('.')[1] ?? ''
      if (!/^(?:Put|Transact|Update|Delete)/.test(operation)) return next(args)
      const doer = current.getStore()
      const lot = doer === undefined ? 1 : draw(faults.seed, doer.name, (doer.writes += 1))
      if (lot < faults.chance / 2) throw crash(faults, 'before')
      const answer = await next(args)
      written.push(...imagesIn(body))
      if (lot < faults.chance) throw crash(faults, 'after')
      return answer
    },
    { step: 'finalizeRequest', priority: 'low', name: 'faults' },
  )
}

function crash(faults: { struck: number }, when: string): Error {
  faults.struck += 1
  return new Error(`the function died ${when} a write`)
}

const inboxes: readonly Inbox[] = [
  [channelsInbox, channelReactions],
  [ordersInbox, orderReactions],
]

const attempts = new Map<string, number>()

/** Counts, so that what failed once is not bound to fail for ever. */
function attemptOf(name: string): number {
  const attempt = (attempts.get(name) ?? 0) + 1
  attempts.set(name, attempt)
  return attempt
}

async function connectAll(stores: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for (const store of stores)
    for (const platform of ['shopify', 'woocommerce'] as const) {
      const command = { platform, account: `${store}-${platform}`, settings: {} }
      const decision = connect(undefined, command, store, '2026-11-01T00:00:00.000Z')
      await commitConnection(decision, causedBy, '2026-11-01T00:00:00.000Z')
      await writeSecrets(decision.next.id, { current: secret })
      ids.set(`${store} ${platform}`, decision.next.id)
    }
  return ids
}

/** A platform that is never taken is one of which something would be lost. */
const maxCalls = 20

async function callUntilAccepted(connectionId: string, call: PlatformCall): Promise<number> {
  for (let calls = 1; calls <= maxCalls; calls += 1) {
    const name = `${connectionId} ${call.key} ${attemptOf(`${connectionId} ${call.key}`)}`
    const answer = await current.run({ name, writes: 0 }, () => post(connectionId, call))
    if (answer.statusCode === 200) return calls
    if ((answer.statusCode ?? 0) < 500)
      throw new Error(`${call.topic} was answered with ${answer.statusCode}`)
  }
  throw new Error(`${call.topic} was not taken in ${maxCalls} calls`)
}

async function post(
  connectionId: string,
  { platform, topic, body, key }: PlatformCall,
): Promise<APIGatewayProxyStructuredResultV2> {
  const signature = createHmac('sha256', secret).update(body).digest('base64')
  const headers: Record<string, string> =
    platform === 'shopify'
      ? { 'x-shopify-topic': topic, 'x-shopify-hmac-sha256': signature, 'x-shopify-webhook-id': key }
      : { 'x-wc-webhook-topic': topic, 'x-wc-webhook-signature': signature }
  const event = httpEvent('POST', `/channels/${platform}/${connectionId}`, {
    raw: body,
    headers,
    client: null,
  })
  const routed = {
    ...event,
    routeKey: `POST /channels/${platform}/{connectionId}`,
    pathParameters: { connectionId },
  }
  return receiver(routed, {} as Context)
}

async function statesOf(table: SuiteTable, store: string, kind: string): Promise<Record<string, unknown>[]> {
  const items = await table.items(`S#${store}#${kind}#`)
  return items
    .filter(({ sk }) => sk?.S === kind)
    .map(({ state }) => unpack(state?.B ?? new Uint8Array()) as Record<string, unknown>)
}
