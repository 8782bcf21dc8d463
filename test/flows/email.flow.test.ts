import { randomUUID } from 'node:crypto'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { type Suite, startSuite } from '../support/suite/suite.ts'

/** An outgoing mail in the mail viewer. */
interface SentMail {
  readonly messageId: string
  readonly subject: string
  readonly replyTo: readonly string[]
  readonly destination: { readonly to: readonly string[] }
}

const us = 'loja-azul@mail.example.com'

describe('customer mail from SMTP to the thread', () => {
  let suite: Suite
  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  async function send(mail: SendMailOptions): Promise<void> {
    const transport = createTransport(suite.cloud.endpoints.smtp)
    await transport.sendMail({ to: us, ...mail })
    transport.close()
    await suite.cloud.idle()
  }

  const get = async (path: string) => (await suite.call('loja-azul', 'GET', path)).body

  async function ours(address: string): Promise<readonly SentMail[]> {
    const response = await fetch(`${suite.cloud.endpoints.mailViewer}/store`)
    const { emails } = (await response.json()) as { emails: SentMail[] }
    return emails.filter(({ destination }) => destination.to.some((to) => to.includes(address)))
  }

  async function threadsOf(address: string) {
    const pages = await Promise.all(
      ['', '&status=resolved', '&status=closed'].map((status) => get(`/email/threads?limit=100${status}`)),
    )
    return pages
      .flatMap(({ items }) => items as { id: string; messageCount: number; customer: { address: string } }[])
      .filter(({ customer }) => customer.address === address)
  }

  it('stores a 25 MB attachment that can be downloaded unchanged', async () => {
    const from = `${randomUUID()}@example.com`
    const content = Buffer.alloc(24_000_000, 'retaguarda')
    await send({
      from,
      subject: 'Veio quebrado',
      text: 'Veja o filme.',
      attachments: [{ filename: 'f.mp4', content }],
    })
    const [thread] = await threadsOf(from)
    const { words } = await get(`/email/threads/${thread?.id}`)
    expect(words[0].attachments).toMatchObject([{ name: 'f.mp4', bytes: content.length, kept: true }])
    const { link } = await get(`/email/messages/${words[0].id}/attachments/0`)
    const file = Buffer.from(await (await fetch(link)).arrayBuffer())
    expect(file.equals(content)).toBe(true)
  })

  it.each([
    ['to the signed reply address', (mail: SentMail) => ({ to: mail.replyTo[0] ?? us, subject: 'Ausente' })],
    ['with the subject of the mail', (mail: SentMail) => ({ subject: `Re: ${mail.subject}` })],
    [
      'with In-Reply-To',
      (mail: SentMail) => ({ subject: 'Ausente', inReplyTo: `<${mail.messageId}@email.amazonses.com>` }),
    ],
  ])('acknowledges an automatic sender without automatic headers only once: reply %s', async (_, answer) => {
    const from = `${randomUUID()}@example.com`
    await send({ from, subject: 'Onde está?', text: 'Meu pedido não chegou.' })
    const [first] = await ours(from)
    if (first === undefined) throw new Error('No acknowledgement was sent.')
    for (let turn = 0; turn < 3; turn += 1)
      await send({ from, text: `Estou fora (${turn}). Meu pedido não chegou.`, ...answer(first) })
    expect(await ours(from)).toHaveLength(1)
    expect((await threadsOf(from)).map(({ messageCount }) => messageCount)).toEqual([5])
  })

  it('neither answers automatic mail nor opens a thread for it', async () => {
    const from = `${randomUUID()}@example.com`
    await send({
      from,
      subject: 'Ausente',
      text: 'Estou de férias.',
      headers: { 'Auto-Submitted': 'auto-replied' },
    })
    await send({
      from,
      subject: 'Novidades',
      text: 'Compre já',
      headers: { 'List-Id': '<news.example.com>' },
    })
    expect([await ours(from), await threadsOf(from)]).toEqual([[], []])
    const { items } = await get('/email/messages?limit=100')
    expect(items.filter((one: { from: { address: string } }) => one.from.address === from)).toHaveLength(2)
  })
})
