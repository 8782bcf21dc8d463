import {
  type AutomaticReason,
  automaticReasons,
  type MailOrigin,
} from '../../functions/email/automatic-mail.ts'

const ourDomain = 'mail.example.com'
const person: MailOrigin = {
  headers: [{ key: 'return-path', value: '<maria@example.com>' }],
  from: 'maria@example.com',
  to: ['loja-azul@mail.example.com'],
  ourDomain,
}
const withHeader = (key: string, value: string): MailOrigin => ({
  ...person,
  headers: [...person.headers, { key, value }],
})

describe('a mail that counts as automatic', () => {
  it.each<[AutomaticReason, MailOrigin]>([
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
  ])('%s', (reason, mail) => expect(automaticReasons(mail)).toEqual([reason]))
})

describe('a mail that a person wrote', () => {
  it.each<[string, MailOrigin]>([
    ['plainly', person],
    ['with Auto-Submitted: no', withHeader('auto-submitted', ' No')],
    ['with a priority', withHeader('precedence', 'first-class')],
    ['who wants no acknowledgement', withHeader('x-auto-response-suppress', 'All')],
    ['with an attachment', withHeader('content-type', 'multipart/mixed; boundary=x')],
    ['whose name only sounds like a machine’s', { ...person, from: 'norepl@example.com' }],
    ['at a domain that only ends like ours', { ...person, from: 'maria@othermail.example.com' }],
    ['to us among others', { ...person, to: ['x@example.com', 'LOJA-AZUL@mail.example.com'] }],
  ])('%s', (_, mail) => expect(automaticReasons(mail)).toEqual([]))
})
