/** A flood of `FLOOD_MAILS` mails (10,000 take a minute or two; 300 unless set): `FLOOD_MAILS=10000 npx jest flood`. */
import { messageReceived } from '../../../events/email/email-events.ts'
import * as api from '../../../functions/email/api.ts'
import type { Message } from '../../../functions/email/messages/message.ts'
import { receiveMail } from '../../../functions/email/messages/receive-mail.usecase.ts'
import { joinThreadWhenMessageReceived } from '../../../functions/email/threads/joining/join-thread-when-message-received.event.ts'
import type { Thread } from '../../../functions/email/threads/thread.ts'
import type { OutboxRecord } from '../../../shared/table/aggregate.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { callerOf, storeA, storeB } from '../../support/http.ts'
import { eventOf } from '../../support/inbox.ts'
import { type MailFixture, startMailFixture } from '../support/mail-fixture.ts'
import { rawMail } from './raw-mail.ts'

const flood = Number(process.env['FLOOD_MAILS'] ?? 300)
const patience = 20_000 + flood * 30
/** The default hourly limit of a sender. */
const readInAnHour = 60
/** Another sender writes after this many mails of the flood. */
const between = Math.floor(flood / 5)

let fixture: MailFixture
beforeAll(async () => {
  fixture = await startMailFixture()
})
afterAll(() => fixture.stop())

const now = '2026-11-24T15:00:01.000Z'
const cause = { actor: { type: 'system', id: 'test' }, causationId: 'e', correlationId: 'c' } as const
const call = callerOf(api)

let mails = 0
async function arrives(address: string, store: string = storeA.store): Promise<void> {
  mails += 1
  const key = `incoming/flood-${mails}`
  const recipient = `${store}@mail.example.com`
  const raw = rawMail({
    from: `Alguém <${address}>`,
    to: recipient,
    recipient,
    subject: `mail ${mails}`,
    messageId: `<flood-${mails}@example.com>`,
  })
  fixture.mail.objects.set(`incoming-mail/${key}`, raw)
  const detail = { bucket: { name: 'incoming-mail' }, object: { key, size: raw.length } }
  await receiveMail(
    { source: 'aws.s3', 'detail-type': 'Object Created', time: now, id: `event-${mails}`, detail },
    { now, cause },
  )
  fixture.mail.objects.delete(`incoming-mail/${key}`)
}

/** The message events of a sender, those within the limit first. */
const messagesOf = async (address: string, store: string = storeA.store) =>
  (await fixture.suite.table.items(`S#${store}#MESSAGE#`))
    .map(({ state, happened }) => ({
      message: unpack(state?.B as Uint8Array) as Message,
      data: (unpack(happened?.B as Uint8Array) as OutboxRecord).events[0]?.data as { coalesced?: number },
    }))
    .filter(({ message }) => message.from.address === address)
    .sort((a, b) => (a.data.coalesced ?? 0) - (b.data.coalesced ?? 0))

/** 1, 2, 4 ... up to a number. */
const doubled = (most: number): number[] =>
  Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, n) => 2 ** n)

describe(`a flood of ${flood} mails of one sender`, () => {
  const flooder = 'flooder@example.com'

  it(
    'is counted, in few writes, while others are served as ever',
    async () => {
      const others: string[] = []
      for (let n = 1; n <= flood; n += 1) {
        await arrives(flooder)
        if (n % between !== 0) continue
        const other = `other-${n}@example.com`
        others.push(other)
        await arrives(other)
        expect(await messagesOf(other)).toMatchObject([{ data: { automatic: false } }])
      }
      expect(others).toHaveLength(5)
      const kept = await messagesOf(flooder)
      const tooMany = doubled(flood - readInAnHour)
      expect(kept).toHaveLength(readInAnHour + tooMany.length)
      expect(kept.flatMap(({ data }) => data.coalesced ?? [])).toEqual(tooMany)
    },
    patience,
  )

  it('is counted in the sender’s newest thread', async () => {
    for (const { message, data } of await messagesOf(flooder)) {
      const event = eventOf(messageReceived, message, { automatic: false, ...data })
      await joinThreadWhenMessageReceived.run(event as never, { now, cause })
    }
    const { body } = await call<{ items: Thread[] }>('GET', '/email/threads', { query: { limit: '100' } })
    const theirs = body.items.filter(({ customer }) => customer.address === flooder)
    expect(theirs).toHaveLength(readInAnHour)
    expect(theirs.flatMap(({ coalesced }) => coalesced ?? [])).toEqual(
      doubled(flood - readInAnHour).slice(-1),
    )
  })
})

it('the hourly limit of a sender is a setting of the store', async () => {
  const body = { limits: { mailsOfSenderPerHour: 2 } }
  const { status } = await call('PUT', '/email/settings', {
    body,
    headers: { 'if-match': '*' },
    client: storeB.client,
  })
  expect(status).toBe(200)
  for (let n = 0; n < 7; n += 1) await arrives('keen@example.com', storeB.store)
  const coalesced = (await messagesOf('keen@example.com', storeB.store)).map(({ data }) => data.coalesced)
  expect(coalesced).toEqual([undefined, undefined, 1, 2, 4])
})
