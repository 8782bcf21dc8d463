import { catalogue } from '../../../events/catalogue.ts'
import {
  type ChannelQuestionSnapshot,
  channelQuestionAsked,
} from '../../../events/channels/channel-events.ts'
import * as api from '../../../functions/email/api.ts'
import { handler } from '../../../functions/email/inbox.ts'
import type { Thread } from '../../../functions/email/threads/thread.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import { callerOf, ifMatch, storeA } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { openRelay } from '../support/bring-events.ts'
import { type MailFixture, startMailFixture } from '../support/mail-fixture.ts'

let fixture: MailFixture
let relay: () => Promise<void>
beforeAll(async () => {
  fixture = await startMailFixture()
  relay = openRelay(fixture)
})
afterAll(() => fixture.stop())

const call = callerOf(api)
const example = catalogue.get(channelQuestionAsked.type)?.example
  ?.snapshot as unknown as ChannelQuestionSnapshot
type Question = Partial<ChannelQuestionSnapshot['question']>

/** Delivers a question at the channel and all events that follow within the slice. */
async function asks(id: string, question: Question, version = 1): Promise<void> {
  const { orderExternalId: _, listingId: __, ...rest } = example.question
  const snapshot = {
    ...example,
    id,
    version,
    externalId: id,
    question: { ...rest, externalId: id, ...question },
  }
  const event = eventOf(channelQuestionAsked, snapshot, { externalId: id })
  expect(await deliver(handler, [busMessage(event, 'channels')])).toEqual([])
  await relay()
}

const listed = async (query: Record<string, string> = {}) =>
  (await call<{ items: Thread[] }>('GET', '/email/threads', { query: { limit: '100', ...query } })).body.items
const threadsOf = async (asker: string) => (await listed()).filter(({ customer }) => customer.name === asker)

const late =
  'Boa tarde. O prazo de entrega do meu pedido já passou faz uma semana e ele ainda não chegou. Está muito atrasado!'

describe('a question of a channel', () => {
  it('opens a thread of its channel, classified and assigned to a department', async () => {
    await asks('q1', { askedBy: 'asker-1', listingId: 'MLB1', text: 'Serve na caneca de 350 ml?' })
    expect(await threadsOf('asker-1')).toMatchObject([
      {
        channel: 'mercado-livre',
        customer: { address: '', name: 'asker-1' },
        participants: [],
        category: { name: 'question' },
        department: 'front-office',
        status: 'open',
        messageCount: 1,
      },
    ])
  })

  it('is linked to the order that its channel names, and reported to quality', async () => {
    await asks('q2', { askedBy: 'asker-2', orderExternalId: '2000012345678901234', text: late })
    const [thread] = await threadsOf('asker-2')
    expect(thread).toMatchObject({
      order: { id: orderIdOf(storeA.store, 'mercado-livre', '2000012345678901234'), link: 'confirmed' },
      category: { name: 'late' },
      complaint: 'late',
      department: 'stock-logistics',
      status: 'open',
    })
  })

  it('is joined by other questions about its order, and by its own changed text', async () => {
    await asks('q3', { askedBy: 'asker-3', orderExternalId: '3003', text: late })
    await asks('q4', { askedBy: 'asker-3', orderExternalId: '3003', text: 'Alguém aí?' })
    await asks('q4', { askedBy: 'asker-3', orderExternalId: '3003', text: 'Alguém aí?' }, 2)
    await asks('q4', { askedBy: 'asker-3', orderExternalId: '3003', text: 'Alguém aí? Por favor!' }, 3)
    await asks('q5', { askedBy: 'asker-3', orderExternalId: '3004', text: 'Este é outro pedido' })
    const threads = await threadsOf('asker-3')
    expect(threads.map(({ messageCount }) => messageCount).sort()).toEqual([1, 3])
  })

  it('is joined by questions about its pack, and takes their order', async () => {
    await asks('q6', { askedBy: 'asker-4', packId: '77', text: 'Podem trocar a cor?' })
    expect((await threadsOf('asker-4'))[0]?.order).toBeUndefined()
    await asks('q7', { askedBy: 'asker-4', packId: '77', orderExternalId: '4004', text: 'Do azul ao verde' })
    expect(await threadsOf('asker-4')).toMatchObject([
      {
        messageCount: 2,
        order: { id: orderIdOf(storeA.store, 'mercado-livre', '4004'), link: 'confirmed' },
      },
    ])
  })

  it('opens another thread after the first is closed', async () => {
    await asks('q8', { askedBy: 'asker-5', orderExternalId: '5005', text: 'Oi, quando chega?' })
    const [first] = await threadsOf('asker-5')
    if (first === undefined) throw new Error('Thread does not exist.')
    await call('POST', `/email/threads/${first.id}/close`, { headers: ifMatch(first.version), body: {} })
    await asks('q9', { askedBy: 'asker-5', orderExternalId: '5005', text: 'E agora?' })
    await asks('q10', { askedBy: 'asker-5', orderExternalId: '5005', text: 'E agora, hein?' })
    expect(await threadsOf('asker-5')).toMatchObject([
      { messageCount: 2, status: expect.not.stringMatching('closed') },
    ])
  })

  it('is resolved once answered at its channel, until the customer asks again', async () => {
    const asked = { askedBy: 'asker-6', listingId: 'MLB6', text: 'Serve na caneca de 350 ml?' } as const
    await asks('q11', asked)
    const answer = { text: 'Serve, sim.', at: '2026-11-24T13:00:00.000Z' }
    for (const version of [2, 3]) await asks('q11', { ...asked, status: 'answered', answer }, version)
    const resolved = (await listed({ status: 'resolved' })).filter(
      ({ customer }) => customer.name === 'asker-6',
    )
    expect(resolved).toMatchObject([
      { status: 'resolved', messageCount: 2, clocks: { firstResponse: { metAt: answer.at } } },
    ])
    expect(resolved[0]?.messages.map(({ direction }) => direction)).toEqual(['in', 'out'])
    await asks('q11', { ...asked, text: 'E na de 500 ml?', askedAt: '2026-11-24T14:00:00.000Z' }, 4)
    expect(await threadsOf('asker-6')).toMatchObject([{ status: 'open', messageCount: 3 }])
  })

  it('that was answered before we received it is saved without a thread', async () => {
    const answer = { text: 'Sim.', at: '2026-11-24T13:00:00.000Z' }
    const asked = { askedBy: 'asker-7', listingId: 'MLB7', text: 'Tem azul?' } as const
    await asks('q12', { ...asked, status: 'answered', answer })
    await asks('q12', asked)
    expect(await threadsOf('asker-7')).toEqual([])
    expect(await listed({ status: 'resolved' })).not.toContainEqual(
      expect.objectContaining({ customer: { address: '', name: 'asker-7' } }),
    )
  })

  it('is never acknowledged by mail', () => expect(fixture.mail.taken).toEqual([]))

  it('is not answered by mail: the error names the channel', async () => {
    const [thread] = await threadsOf('asker-1')
    const { status, body } = await call('POST', `/email/threads/${thread?.id}/replies`, {
      headers: { 'idempotency-key': 'answer-1' },
      body: { text: 'Serve, sim.' },
    })
    expect([status, body.code]).toEqual([409, 'illegal-transition'])
    expect(body.detail).toContain('answer it at mercado-livre')
    expect(fixture.mail.taken).toEqual([])
  })
})
