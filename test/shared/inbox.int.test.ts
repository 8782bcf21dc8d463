import { orderCancelled, orderPlaced } from '../../events/orders/order-events.ts'
import { DomainError } from '../../shared/domain-error.ts'
import { inboxHandler } from '../../shared/inbox/inbox.ts'
import { type AnyReaction, awsReaction, reaction } from '../../shared/inbox/reaction.ts'
import { type AwsServices, startAwsServices } from '../support/aws-services.ts'
import { busMessage, deliver, eventOf } from '../support/inbox.ts'
import { captureLog } from '../support/log.ts'
import { anOrder } from '../support/orders.ts'

let services: AwsServices
let kept: ReturnType<typeof captureLog>
beforeAll(async () => {
  services = await startAwsServices()
  services.on('SendMessage', () => ({ MessageId: 'dead' }))
})
afterAll(() => services.stop())
beforeEach(() => {
  services.calls.length = 0
  kept = captureLog()
})
afterEach(() => kept.release())

const placed = () => busMessage(eventOf(orderPlaced, anOrder(), {}), 'orders')
const hear = (reactions: readonly AnyReaction[], ...bodies: string[]) =>
  deliver(inboxHandler('test', reactions), bodies)
const dead = () => services.inputs('SendMessage')

/** A reaction that counts its runs and performs the given action. */
function counting(run: (runs: number) => void, on = [orderPlaced]) {
  const state = { runs: 0 }
  const made = reaction({
    name: 'count',
    on,
    run: () => {
      state.runs += 1
      run(state.runs)
      return Promise.resolve()
    },
  })
  return { made, state }
}
const failing = (code: ConstructorParameters<typeof DomainError>[0]) =>
  counting(() => {
    throw new DomainError(code, 'no')
  })

describe('an inbox', () => {
  it('passes a parsed event to every reaction to its type only', async () => {
    const seen: unknown[] = []
    const see = (name: string) =>
      reaction({
        name,
        on: [orderPlaced],
        run: ({ type, snapshot }, { cause }) => {
          seen.push([name, type, snapshot.externalId, cause])
          return Promise.resolve()
        },
      })
    const other = counting(() => {}, [orderCancelled] as never)
    const order = anOrder()
    const event = eventOf(orderPlaced, order, {})
    expect(await hear([see('one'), other.made, see('two')], busMessage(event, 'orders'))).toEqual([])
    const causeOf = (id: string) => ({
      actor: { type: 'system', id },
      causationId: `${order.id}.1.0`,
      correlationId: 'correlation-1',
    })
    expect(seen).toEqual(
      ['one', 'two'].map((name) => [name, 'order.placed', order.externalId, causeOf(name)]),
    )
    expect(other.state.runs).toBe(0)
  })

  it('passes an event of an AWS service on by source and type', async () => {
    const seen: unknown[] = []
    const stored = awsReaction({
      name: 'stored',
      onAws: { source: 'aws.s3', detailType: 'Object Created' },
      run: ({ detail }, { cause }) => {
        seen.push(detail, cause.causationId, cause.correlationId)
        return Promise.resolve()
      },
    })
    const event = {
      id: 'e-1',
      source: 'aws.s3',
      'detail-type': 'Object Created',
      time: 't',
      detail: { a: 1 },
    }
    const elsewhere = { ...event, source: 'aws.other' }
    expect(await hear([stored], JSON.stringify(event), JSON.stringify(elsewhere))).toEqual([])
    expect(seen).toEqual([{ a: 1 }, 'e-1', 'e-1'])
  })

  it('runs up to five times at once after concurrent changes', async () => {
    const patient = counting((runs) => {
      if (runs < 5) throw new DomainError('stale-version', 'somebody was faster')
    })
    expect(await hear([patient.made], placed())).toEqual([])
    expect(patient.state.runs).toBe(5)
    const hopeless = failing('stale-version')
    expect(await hear([hopeless.made], placed())).toEqual(['message-0'])
    expect(hopeless.state.runs).toBe(5)
    expect(dead()).toEqual([])
  })

  it.each(['busy', 'internal', 'idempotency-in-flight'] as const)(
    'leaves a transient error to the queue: %s',
    async (code) => {
      const { made, state } = failing(code)
      expect(await hear([made], placed())).toEqual(['message-0'])
      expect(state.runs).toBe(1)
      expect(dead()).toEqual([])
    },
  )

  it('leaves unknown errors to the queue', async () => {
    const odd = counting(() => {
      throw new TypeError('x is undefined')
    })
    expect(await hear([odd.made], placed())).toEqual(['message-0'])
    expect(dead()).toEqual([])
  })

  it.each(['not-found', 'illegal-transition', 'event-too-large'] as const)(
    'sends a message with a permanent error unchanged to the dead-letter queue: %s',
    async (code) => {
      const body = placed()
      expect(await hear([failing(code).made], body)).toEqual([])
      expect(dead()).toEqual([
        {
          QueueUrl: process.env['DEAD_LETTER_QUEUE_URL'],
          MessageBody: body,
          MessageAttributes: { ErrorCode: { DataType: 'String', StringValue: code } },
        },
      ])
    },
  )

  it.each([
    { what: 'nothing', body: '' },
    { what: 'a list', body: '[]' },
    { what: 'no detail', body: '{"id":"1","source":"s","detail-type":"order.placed","time":"t"}' },
    {
      what: 'another detail',
      body: '{"id":"1","source":"s","detail-type":"order.placed","time":"t","detail":{"type":"order.placed"}}',
    },
  ])(
    'sends a message of $what to the dead-letter queue and runs the others of its batch',
    async ({ body }) => {
      const { made, state } = counting(() => {})
      expect(await hear([made], placed(), body, placed())).toEqual([])
      expect(state.runs).toBe(2)
      expect(dead()).toHaveLength(1)
    },
  )

  it('reports failed messages one by one', async () => {
    const { made } = counting((runs) => {
      if (runs % 2 === 0) throw new DomainError('busy', 'later')
    })
    expect(await hear([made], placed(), placed(), placed(), placed())).toEqual(['message-1', 'message-3'])
  })
})
