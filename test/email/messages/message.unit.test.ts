import fc from 'fast-check'
import * as z from 'zod/mini'
import { MessageSnapshot } from '../../../events/email/email-events.ts'
import { messages } from '../../../functions/email/messages/message.store.ts'
import { type MessageContext, receiveMessage } from '../../../functions/email/messages/message.ts'
import { type ParsedMail, parseMail } from '../../../functions/email/messages/mime/parse-mail.ts'
import { toItem } from '../../../shared/table/aggregate.ts'
import { rawMail } from './raw-mail.ts'

const reception: MessageContext = {
  store: 'loja-azul',
  receivedAt: '2026-11-24T15:00:00.000Z',
  object: { bucket: 'incoming-mail', key: 'incoming/1' },
  whole: true,
  files: { types: [] },
  ourDomain: 'mail.example.com',
  ordersOfSender: [{ orderId: 'ord_1001', externalId: '1001' }],
}
const cause = { actor: { type: 'system', id: 'test' }, causationId: 'e', correlationId: 'r' } as const
const parsed = await parseMail(rawMail())

describe('receiving a mail', () => {
  it('creates a message that is linked to its order, with its event', () => {
    const { next, events } = receiveMessage(parsed, reception)
    expect(next).toMatchObject({ version: 1, orderId: 'ord_1001', reply: 'Quando chega?', automatic: false })
    expect(events).toEqual([
      { type: 'email.message-received', data: { automatic: false, orderId: 'ord_1001' } },
    ])
  })

  it('derives the same id in a store, and another in another store', () => {
    const id = receiveMessage(parsed, reception).next.id
    const again = { ...reception, receivedAt: '2026-11-25T00:00:00.000Z', object: { bucket: 'b', key: 'k' } }
    expect(receiveMessage(parsed, again).next.id).toBe(id)
    expect(receiveMessage(parsed, { ...reception, store: 'loja-verde' }).next.id).not.toBe(id)
  })

  it('saves and links automatic mail like any other', () => {
    const headers = [...parsed.headers, { key: 'auto-submitted', value: 'auto-replied' }]
    const { next } = receiveMessage({ ...parsed, headers }, reception)
    expect(next).toMatchObject({ automatic: true, orderId: 'ord_1001' })
  })

  it('marks a partly read mail as truncated', () => {
    expect(receiveMessage(parsed, { ...reception, whole: false }).next.defects).toEqual(['truncated'])
    const twice: ParsedMail = { ...parsed, defects: ['truncated'] }
    expect(receiveMessage(twice, { ...reception, whole: false }).next.defects).toEqual(['truncated'])
  })

  it('meets the schema and the limit of the bus for any input', () => {
    const written = fc
      .string({ unit: 'binary', maxLength: 40 })
      .chain((text) => fc.integer({ min: 1, max: 8000 }).map((times) => text.repeat(times).slice(0, 150_000)))
    fc.assert(
      fc.property(written, written, fc.integer({ min: 0, max: 200 }), (text, name, count) => {
        const many = <T>(value: T) => Array.from({ length: count }, () => value)
        const mail: ParsedMail = {
          ...parsed,
          text,
          subject: name,
          from: { address: name, name },
          to: many(name),
          messageId: name,
          inReplyTo: name,
          references: many(name),
          attachments: many({
            name,
            type: name,
            bytes: 1,
            contentId: undefined,
            content: () => new Uint8Array(1),
          }),
        }
        const decision = receiveMessage(mail, reception)
        const { next } = decision
        expect(() => toItem(messages, decision, cause, next.receivedAt)).not.toThrow()
        expect(z.parse(MessageSnapshot, next)).toEqual(next)
        expect(next.text.isWellFormed() && next.subject.isWellFormed()).toBe(true)
      }),
      { numRuns: 20 },
    )
  })
})
