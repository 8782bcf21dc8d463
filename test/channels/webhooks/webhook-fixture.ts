import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventBridgeEvent, SQSEvent } from 'aws-lambda'
import * as channelsApi from '../../../functions/channels/api.ts'
import { handler as makeWebhooks } from '../../../functions/channels/webhooks/create-webhooks-when-event-published.event.ts'
import { handler as sendWebhooks } from '../../../functions/channels/webhooks/send-webhooks.event.ts'
import { startParameters } from '../../../infra/local/storage/parameters.ts'
import { ServiceError } from '../../support/aws-services.ts'
import { callerOf, type HttpAnswer, ifMatch, storeA, storeB } from '../../support/http.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts'

/** A subscription as the API returns it. */
export interface Shown {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly secret?: string
  readonly previousSecretUntil?: string
  readonly failingSince?: string
  readonly disabled?: { readonly reason: string }
}

/** A webhook as the log shows it. */
export interface LoggedDelivery {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly tries: readonly { readonly failure?: string; readonly status?: number }[]
}

/** A message for the sender. */
export interface Queued {
  readonly body: Record<string, unknown>
  readonly delaySeconds: number
}

/** The dependencies of webhooks: table, parameters, a queue that the test drains, a receiver. */
export interface WebhookFixture {
  readonly suite: SuiteFixture
  readonly receiver: WebhookReceiver
  /** The waiting messages of the sender. */
  readonly queue: Queued[]
  /** Invokes the function behind the bus with an event. */
  happen(event: object): Promise<void>
  /** Passes the waiting messages to the sender, ignoring delays. Returns the ids of those that failed. */
  send(): Promise<string[]>
  /** Makes the queue refuse this many messages. */
  refuseQueue(messages: number): void
  /** Passes one message to the sender as it is. */
  sendAsIs(body: unknown): Promise<string[]>
  readonly call: ReturnType<typeof callerOf>
  /** Subscribes the receiver, unless `request` names another URL. */
  subscribe(request: object, key?: string, client?: string): Promise<HttpAnswer<Shown>>
  show(id: string): Promise<Shown>
  change(known: Shown, body: object): Promise<HttpAnswer<Shown>>
  log(id: string): Promise<LoggedDelivery[]>
  /** The ids of the keys whose secrets are in the parameter store. */
  secretsKept(): string[]
  /** Removes the subscriptions of both stores, the received webhooks and the waiting messages. */
  removeAll(): Promise<void>
  stop(): Promise<void>
}

const secretsPath = '/retaguarda/test/channels'
let keys = 0

/** Starts the fixture; the environment of this process points at it. */
export async function startWebhookFixture(): Promise<WebhookFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'webhooks-'))
  const file = join(folder, 'parameters.json')
  const [suite, parameters, receiver] = await Promise.all([
    startSuiteFixture(),
    startParameters({ file }),
    startWebhookReceiver(),
  ])
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SSM: parameters.url,
    CHANNEL_SECRETS_PATH: secretsPath,
    WEBHOOKS_QUEUE_URL: 'http://queues/000000000000/webhooks',
    LOOPBACK_RECEIVERS: 'allowed',
  })
  const queue: Queued[] = []
  let refusals = 0
  suite.services.on('SendMessage', ({ MessageBody, DelaySeconds }) => {
    if (refusals > 0) {
      refusals -= 1
      throw new ServiceError(400, 'OverLimit')
    }
    queue.push({
      body: JSON.parse(String(MessageBody)) as Record<string, unknown>,
      delaySeconds: Number(DelaySeconds ?? 0),
    })
    return { MessageId: 'm' }
  })
  const deliver = async (bodies: readonly unknown[]) => {
    const Records = bodies.map((body, n) => ({
      messageId: `message-${n}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }))
    const { batchItemFailures } = await sendWebhooks({ Records } as unknown as SQSEvent)
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
  }
  const call = callerOf(channelsApi)
  const path = '/channels/subscriptions'
  return {
    call,
    subscribe: (request, key = `key-${(keys += 1)}`, client = storeA.client) =>
      call<Shown>('POST', path, {
        body: { url: receiver.url, ...request },
        headers: { 'idempotency-key': key },
        client,
      }),
    show: async (id) => (await call<Shown>('GET', `${path}/${id}`)).body,
    change: ({ id, version }, body) =>
      call<Shown>('PATCH', `${path}/${id}`, { body, headers: ifMatch(version) }),
    log: async (id) =>
      (await call<{ items: LoggedDelivery[] }>('GET', `${path}/${id}/deliveries`)).body.items,
    secretsKept: () => {
      const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as [string, unknown][]) : []
      return kept.map(([name]) => name.replace(`${secretsPath}/`, '')).sort()
    },
    removeAll: async () => {
      for (const client of [storeA.client, storeB.client]) {
        const { body } = await call<{ items: Shown[] }>('GET', path, { client })
        for (const { id } of body.items)
          await call('DELETE', `${path}/${id}`, { client, headers: { 'if-match': '*' } })
      }
      for (const list of [queue, receiver.received, receiver.answers]) list.length = 0
    },
    suite,
    receiver,
    queue,
    happen: (detail) => makeWebhooks({ detail } as EventBridgeEvent<string, unknown>),
    send: () => deliver(queue.splice(0).map(({ body: { notBefore: _, ...body } }) => body)),
    refuseQueue: (messages) => {
      refusals = messages
    },
    sendAsIs: (body) => deliver([body]),
    async stop() {
      await Promise.all([suite.stop(), parameters.stop(), receiver.stop()])
      rmSync(folder, { recursive: true })
    },
  }
}
