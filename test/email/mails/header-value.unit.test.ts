import fc from 'fast-check'
import { headerValue } from '../../../functions/email/mails/header-value.ts'
import { sendMail } from '../../../functions/email/mails/mail.client.ts'

const refused = expect.objectContaining({ code: 'invalid-request' })

describe('the value of a header', () => {
  it.each(['x\r\nBcc: eve@example.com', 'x\nBcc: eve', 'x\rBcc', 'x\0', 'x\u2028y', '\u0085'])(
    'is rejected when it would end its line: %j',
    (value) => expect(() => headerValue(value)).toThrow(refused),
  )

  it('is unchanged or rejected', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        try {
          const sent = headerValue(value)
          expect(sent).toBe(value)
          expect(sent.split(/[\r\n]/)).toHaveLength(1)
        } catch (error) {
          expect(error).toEqual(refused)
        }
      }),
    )
  })
})

describe('a mail with a line break in a header', () => {
  const injected = 'x\r\nBcc: eve@example.com'
  const content = { subject: 'Oi', text: 'oi', html: '<p>oi</p>', headers: [] }
  const mail = { id: 'mail_1', store: 'loja-azul', to: 'maria@example.com', kind: 'order-accepted' }
  beforeAll(() => {
    Object.assign(process.env, { MAIL_DOMAIN: 'mail.example.com', CONFIGURATION_SET: 'suite' })
  })

  it.each<[string, object, object]>([
    ['subject', {}, { subject: injected }],
    ['recipient', { to: injected }, {}],
    ['name of the sender', {}, { fromName: injected }],
    ['address of answers', {}, { replyTo: injected }],
    ['value of a header', {}, { headers: [{ name: 'In-Reply-To', value: injected }] }],
    ['name of a header', {}, { headers: [{ name: injected, value: 'x' }] }],
  ])('is rejected before it is sent: %s', async (_, moreOfMail, moreOfContent) => {
    const [one, other] = [
      { ...mail, ...moreOfMail },
      { ...content, ...moreOfContent },
    ]
    await expect(sendMail(one as never, other as never)).rejects.toEqual(refused)
  })
})
