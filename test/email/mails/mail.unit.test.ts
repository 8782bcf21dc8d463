import fc from 'fast-check'
import {
  claimMail,
  claimMilliseconds,
  claimStatus,
  type Mail,
  type MailTrigger,
  mailableAddress,
  mailId,
  markSent,
  reclaim,
  recordOrder,
  releaseClaim,
} from '../../../functions/email/mails/mail.ts'

const fixedNow = '2026-11-24T12:00:00.000Z'
const after = (milliseconds: number) => new Date(Date.parse(fixedNow) + milliseconds).toISOString()

const trigger: MailTrigger = {
  store: 'loja-azul',
  kind: 'order-needs-correction',
  orderId: 'ord_1',
  channel: 'loja-propria',
  externalId: '1001',
  to: 'maria@example.com',
  checks: ['cep-uf', 'cpf'],
}
const claimed = claimMail(trigger, fixedNow).next
const inStatus = (status: Mail['status']): Mail => ({ ...claimed, status })

describe('the id of a mail', () => {
  it('is the same for an order, a kind and a set of checks in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 6 }), (checks) => {
        const id = mailId({ ...trigger, checks })
        expect(mailId({ ...trigger, checks: [...checks].reverse() })).toBe(id)
        expect(mailId({ ...trigger, checks: [...checks, ...checks] })).toBe(id)
        expect(mailId({ ...trigger, checks: [...checks, 'one-more-check'] })).not.toBe(id)
      }),
    )
  })

  it('differs by store, order and kind', () => {
    const ids = [
      trigger,
      { ...trigger, store: 'loja-verde' },
      { ...trigger, orderId: 'ord_2' },
      { ...trigger, kind: 'order-accepted' as const },
    ].map(mailId)
    expect(new Set(ids).size).toBe(4)
  })
})

describe('claiming a mail', () => {
  it('creates version 1 without events', () => {
    expect(claimMail(trigger, fixedNow)).toEqual({
      next: { ...trigger, id: mailId(trigger), version: 1, status: 'sending', claimedAt: fixedNow },
      events: [],
    })
  })

  it.each([
    ['sending', 0, 'in-progress'],
    ['sending', claimMilliseconds - 1, 'in-progress'],
    ['sending', claimMilliseconds, 'claimable'],
    ['refused', 0, 'claimable'],
    ['sent', claimMilliseconds, 'done'],
    ['not-needed', claimMilliseconds, 'done'],
  ] as const)('the claim of a mail that is %s, after %i ms, is %s', (status, passed, expected) => {
    expect(claimStatus(inStatus(status), after(passed))).toBe(expected)
  })

  it('again creates the next version with a new time', () => {
    const { next, events } = reclaim(inStatus('refused'), after(1))
    expect(next).toMatchObject({ version: 2, status: 'sending', claimedAt: after(1) })
    expect(events).toEqual([])
  })

  it('is released without events', () => {
    expect(releaseClaim(claimed)).toEqual({ next: { ...claimed, version: 2, status: 'refused' }, events: [] })
  })
})

describe('marking a mail as sent', () => {
  it.each(['sending', 'refused'] as const)('publishes an event when the mail was %s', (status) => {
    const { next, events } = markSent(inStatus(status), 'ses-1', after(5))
    expect(next).toMatchObject({ version: 2, status: 'sent', messageId: 'ses-1', sentAt: after(5) })
    expect(events).toEqual([
      { type: 'email.mail-sent', data: { kind: 'order-needs-correction', orderId: 'ord_1' } },
    ])
  })

  it.each(['sent', 'not-needed'] as const)('changes nothing when the mail is %s', (status) => {
    expect(markSent(inStatus(status), 'ses-2', fixedNow)).toEqual({ next: inStatus(status), events: [] })
  })
})

it('records an order without a mail', () => {
  const { next, events } = recordOrder({ ...trigger, checks: [] }, fixedNow)
  expect(next).toMatchObject({ version: 1, status: 'not-needed', orderId: 'ord_1', to: 'maria@example.com' })
  expect(events).toEqual([])
})

describe('mailableAddress', () => {
  it.each(['maria@example.com', ' maria@example.com ', 'm.s+loja@sub.example.com.br', "o'neil@example.com"])(
    'accepts %p',
    (address) => expect(mailableAddress(address)).toBe(address.trim()),
  )

  it.each([
    undefined,
    '',
    'maria',
    'maria@localhost',
    'a@b.com, c@d.com',
    'a@b.com;c@d.com',
    'Maria <maria@example.com>',
    'maria@exämple.com',
    'a b@example.com',
    'a@b.com\r\nBcc: c@d.com',
    `${'a'.repeat(65)}@example.com`,
  ])('rejects %p', (address) => expect(mailableAddress(address)).toBeUndefined())

  it('never returns a line break or a second address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (local, domain) => {
        expect(mailableAddress(`${local}@${domain}.com`) ?? '').not.toMatch(/[\s,;<>"()\p{Cc}]/u)
      }),
    )
  })
})
