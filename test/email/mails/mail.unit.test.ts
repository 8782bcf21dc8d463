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

const noon = '2026-11-24T12:00:00.000Z'
const after = (milliseconds: number) => new Date(Date.parse(noon) + milliseconds).toISOString()

const occasion: MailTrigger = {
  store: 'loja-azul',
  kind: 'order-needs-correction',
  orderId: 'ord_1',
  channel: 'loja-propria',
  externalId: '1001',
  to: 'maria@example.com',
  checks: ['cep-uf', 'cpf'],
}
const claimed = claimMail(occasion, noon).next
const inStatus = (status: Mail['status']): Mail => ({ ...claimed, status })

describe('the id of a mail', () => {
  it('is one for each order, kind and set of checks, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 6 }), (checks) => {
        const id = mailId({ ...occasion, checks })
        expect(mailId({ ...occasion, checks: [...checks].reverse() })).toBe(id)
        expect(mailId({ ...occasion, checks: [...checks, ...checks] })).toBe(id)
        expect(mailId({ ...occasion, checks: [...checks, 'one-more-check'] })).not.toBe(id)
      }),
    )
  })

  it('differs by store, order and kind', () => {
    const ids = [
      occasion,
      { ...occasion, store: 'loja-verde' },
      { ...occasion, orderId: 'ord_2' },
      { ...occasion, kind: 'order-accepted' as const },
    ].map(mailId)
    expect(new Set(ids).size).toBe(4)
  })
})

describe('claiming a mail', () => {
  it('makes its first version and tells nobody', () => {
    expect(claimMail(occasion, noon)).toEqual({
      next: { ...occasion, id: mailId(occasion), version: 1, status: 'sending', claimedAt: noon },
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
  ] as const)('a mail that is %s, looked at %i ms later, is %s', (status, passed, standing) => {
    expect(claimStatus(inStatus(status), after(passed))).toBe(standing)
  })

  it('again makes the next version, with a new time', () => {
    const { next, events } = reclaim(inStatus('refused'), after(1))
    expect(next).toMatchObject({ version: 2, status: 'sending', claimedAt: after(1) })
    expect(events).toEqual([])
  })

  it('is given back without a word', () => {
    expect(releaseClaim(claimed)).toEqual({ next: { ...claimed, version: 2, status: 'refused' }, events: [] })
  })
})

describe('marking a mail as sent', () => {
  it.each(['sending', 'refused'] as const)('tells of it when it was %s', (status) => {
    const { next, events } = markSent(inStatus(status), 'ses-1', after(5))
    expect(next).toMatchObject({ version: 2, status: 'sent', messageId: 'ses-1', sentAt: after(5) })
    expect(events).toEqual([
      { type: 'email.mail-sent', data: { kind: 'order-needs-correction', orderId: 'ord_1' } },
    ])
  })

  it.each(['sent', 'not-needed'] as const)('changes nothing when it is %s', (status) => {
    expect(markSent(inStatus(status), 'ses-2', noon)).toEqual({ next: inStatus(status), events: [] })
  })
})

it('notes an order with nothing to send', () => {
  const { next, events } = recordOrder({ ...occasion, checks: [] }, noon)
  expect(next).toMatchObject({ version: 1, status: 'not-needed', orderId: 'ord_1', to: 'maria@example.com' })
  expect(events).toEqual([])
})

describe('an address to which mail can go', () => {
  it.each(['maria@example.com', ' maria@example.com ', 'm.s+loja@sub.example.com.br', "o'neil@example.com"])(
    'is %p',
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
  ])('is not %p', (address) => expect(mailableAddress(address)).toBeUndefined())

  it('never holds what could end a header or name a second address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (local, domain) => {
        expect(mailableAddress(`${local}@${domain}.com`) ?? '').not.toMatch(/[\s,;<>"()\p{Cc}]/u)
      }),
    )
  })
})
