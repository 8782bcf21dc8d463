import { type MailGuard, mailGuards } from '../../../events/email/email-events.ts'
import {
  guardsOf,
  isAutomatic,
  type MailOrigin,
} from '../../../functions/email/messages/mime/automatic-mail.ts'

const ourDomain = 'mail.example.com'
const person: MailOrigin = {
  headers: [{ key: 'return-path', value: '<maria@example.com>' }],
  from: 'maria@example.com',
  to: ['loja-azul@mail.example.com'],
  ourDomain,
  verdicts: { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' },
  doubtful: false,
}
const withHeader = (key: string, value: string): MailOrigin => ({
  ...person,
  headers: [...person.headers, { key, value }],
})

const guarded: [MailGuard, MailOrigin][] = [
  ['auto-submitted', withHeader('auto-submitted', 'auto-replied')],
  ['auto-submitted', withHeader('auto-submitted', 'auto-generated; owner-email="x"')],
  ['null-return-path', { ...person, headers: [{ key: 'return-path', value: '<>' }] }],
  ['report', withHeader('content-type', 'multipart/report; report-type=delivery-status')],
  ['precedence', withHeader('precedence', 'bulk')],
  ['precedence', withHeader('precedence', 'junk')],
  ['precedence', withHeader('precedence', 'list')],
  ['precedence', withHeader('precedence', 'auto_reply')],
  ['list', withHeader('list-id', '<news.example.com>')],
  ['list', withHeader('list-unsubscribe', '<https://example.com>')],
  ['x-loop', withHeader('x-loop', 'maria@example.com')],
  ['x-autoreply', withHeader('x-autoreply', 'yes')],
  ['x-autorespond', withHeader('x-autorespond', '')],
  ['machine-sender', { ...person, from: 'MAILER-DAEMON@example.com' }],
  ['machine-sender', { ...person, from: 'postmaster@example.com' }],
  ['machine-sender', { ...person, from: 'no-reply@example.com' }],
  ['machine-sender', { ...person, from: 'noreply@example.com' }],
  ['machine-sender', { ...person, from: 'nao-responda@example.com' }],
  ['machine-sender', { ...person, from: 'owner-news@example.com' }],
  ['machine-sender', { ...person, from: 'news-request@example.com' }],
  ['own-sender', { ...person, from: 'Loja-Verde@Mail.Example.com' }],
  ['not-addressed-to-us', { ...person, to: ['others@example.com'] }],
  ['not-addressed-to-us', { ...person, to: [] }],
  ['asks-for-none', withHeader('x-auto-response-suppress', 'All')],
  ['asks-for-none', withHeader('x-auto-response-suppress', 'OOF, AutoReply')],
  ['sender-failed', { ...person, verdicts: { ...person.verdicts, dmarc: 'FAIL' } }],
  ['sender-doubtful', { ...person, doubtful: true }],
  ['spam', { ...person, verdicts: { ...person.verdicts, spam: 'FAIL' } }],
  ['virus', { ...person, verdicts: { ...person.verdicts, virus: 'FAIL' } }],
]

describe('a mail that gets no acknowledgement', () => {
  it.each(guarded)('%s', (guard, mail) => expect(guardsOf(mail)).toEqual([guard]))

  it('has a test for each guard', () => {
    expect([...new Set(guarded.map(([guard]) => guard))].sort()).toEqual([...mailGuards].sort())
  })

  it('is automatic, except by guards that a person may trigger', () => {
    const bySomebody = mailGuards.filter((guard) => !isAutomatic([guard]))
    expect(bySomebody).toEqual([
      'not-addressed-to-us',
      'asks-for-none',
      'sender-failed',
      'sender-doubtful',
      'spam',
      'virus',
    ])
    expect(isAutomatic([])).toBe(false)
    expect(isAutomatic(['spam', 'list'])).toBe(true)
  })
})

describe('a mail that a person wrote', () => {
  it.each<[string, MailOrigin]>([
    ['plainly', person],
    ['with Auto-Submitted: no', withHeader('auto-submitted', ' No')],
    ['with a priority', withHeader('precedence', 'first-class')],
    ['that suppresses no answers', withHeader('x-auto-response-suppress', 'None')],
    ['with an attachment', withHeader('content-type', 'multipart/mixed; boundary=x')],
    ['whose name only sounds like a machine’s', { ...person, from: 'norepl@example.com' }],
    ['at a domain that only ends like ours', { ...person, from: 'maria@othermail.example.com' }],
    ['to us among others', { ...person, to: ['x@example.com', 'LOJA-AZUL@mail.example.com'] }],
  ])('%s', (_, mail) => expect(guardsOf(mail)).toEqual([]))
})
