import type { Customer, MailFixture, Thread } from './mail-fixture.ts'
import { categoryOf, isAuto, running } from './mail-steps.ts'

/** Routes an invoice request to finance and closes praise as resolved; neither opens an issue. */
export async function requests(fixture: MailFixture): Promise<void> {
  const { report, storeAddress } = fixture
  report.step('Route requests and praise')
  const wanted = [
    {
      text: 'Bom dia, preciso da nota fiscal do meu pedido. Podem me enviar a nota fiscal por e-mail?',
      expected: ['invoice-request', 'finance', 'open'],
    },
    {
      text: 'Adorei o produto! Chegou antes do prazo e é lindo. Parabéns, loja excelente, recomendo a todos!',
      expected: ['praise', 'front-office', 'resolved'],
    },
  ]
  for (const { text, expected } of wanted) {
    const customer = await fixture.newCustomer()
    await fixture.send({
      from: customer.address,
      to: storeAddress,
      subject: `Pedido ${customer.number}`,
      text,
    })
    await report.eventually('category, department, status', expected, async () => {
      const thread = await fixture.threadOf(customer.address)
      return [categoryOf(thread), thread?.department, thread?.status]
    })
    report.expect('issues', undefined, (await fixture.threadOf(customer.address))?.issues)
  }
}

/** Replies from the draft; the customer answers to the signed address; another address bounces. */
export async function answers(fixture: MailFixture, { address, number, orderId }: Customer): Promise<void> {
  const { report, shop } = fixture
  report.step('Reply to a customer')
  const { id, clocks } = await fixture.threadOf(address)
  const routed = await shop.post(
    `/email/threads/${id}/route`,
    { department: 'front-office' },
    { 'if-match': '*' },
  )
  const dueOf = (thread: Thread) => [thread.firstResponse.dueAt, thread.resolution.dueAt]
  report.expect('route to another department', [200, 'front-office'], [routed.status, routed.body.department])
  report.expect('due times of its clocks are unchanged', dueOf(clocks), dueOf(routed.body.clocks))
  const moved = await shop.change('POST', orderId, '/pay', {})
  report.expect('pay the order meanwhile', 200, moved.status)
  const draft = await shop.get(`/email/threads/${id}/draft`)
  report.expect(
    'draft: template, language of the customer',
    ['late', 'pt'],
    [draft.body.template, draft.body.language],
  )
  report.expect('draft contains the order number', true, draft.body.text.includes(number))
  const reply = await shop.post(`/email/threads/${id}/replies`, { text: draft.body.text })
  report.expect('POST .../replies', 201, reply.status)
  await report.eventually('reply status, delivery status', ['sent', 'delivered'], async () => {
    const { body } = await shop.get(reply.location)
    return [body.status, body.delivery?.status]
  })
  const stateOf = async () => {
    const thread = await fixture.threadOf(address)
    const met = thread.clocks.firstResponse.metAt === undefined ? 'pending' : 'met'
    return [thread.status, met, running(thread.clocks.resolution), thread.messageCount]
  }
  await report.eventually(
    'status, first response, resolution, messages',
    ['waiting-customer', 'met', 'paused', 4],
    stateOf,
  )
  const [answer] = (await fixture.mailsTo(address)).filter(({ headers = [] }) => !headers.some(isAuto))
  const replyTo = answer?.replyTo[0] ?? ''
  report.expect('reply-to is a signed address', true, /^loja-azul\+[0-9a-z]{20}@/.test(replyTo))
  await fixture.send({
    from: address,
    to: replyTo,
    subject: 'obrigado',
    text: 'Obrigado pela resposta, fico aguardando.',
  })
  await report.eventually(
    'thread after the next mail of the customer',
    ['open', 'met', 'running', 5],
    stateOf,
  )

  const bounced = await fixture.newCustomer('bounce.test')
  await fixture.send({
    from: bounced.address,
    to: fixture.storeAddress,
    subject: `Pedido ${bounced.number}`,
    text: 'Quando o meu pedido atrasado vai chegar?',
  })
  await report.eventually('bounced address is suppressed', true, async () => {
    const { body } = await shop.get('/email/suppressions?limit=100')
    return body.items.some(({ address: one }: Thread) => one === bounced.address)
  })
  await report.eventually('thread of the bounced address exists', true, async () => {
    return (await fixture.threadOf(bounced.address)) !== undefined
  })
  const thread = await fixture.threadOf(bounced.address)
  const rejected = await shop.post(`/email/threads/${thread.id}/replies`, { text: 'Olá' })
  report.expect(
    'reply to a suppressed address is rejected',
    [409, 'address-suppressed'],
    [rejected.status, rejected.body.code],
  )
}

/** An analyst corrects the category of a thread; the model learns from the correction. */
export async function corrections(fixture: MailFixture): Promise<void> {
  const { report, shop, storeAddress } = fixture
  report.step('Correct a category')
  const customer = await fixture.newCustomer()
  await fixture.send({
    from: customer.address,
    to: storeAddress,
    subject: `Pedido ${customer.number}`,
    text: 'Então, é sobre aquilo que conversamos no outro dia.',
  })
  await report.eventually(
    'uncertain mail: status, suggestion, clock, messages',
    ['triage', true, 'running', 2],
    async () => {
      const uncertain = await fixture.threadOf(customer.address)
      const clock = running(uncertain?.clocks?.firstResponse)
      return [uncertain?.status, uncertain?.category !== undefined, clock, uncertain?.messageCount]
    },
  )
  const { id } = await fixture.threadOf(customer.address)
  const corrected = await shop.patch(`/email/threads/${id}/category`, { category: 'warranty-repair' })
  report.expect('PATCH .../category', [200, 'analyst'], [corrected.status, corrected.body.category?.by])
  await report.eventually(
    'corrected thread: department, status, issues',
    ['front-office', 'open', 1],
    async () => {
      const thread = await fixture.threadOf(customer.address)
      return [thread.department, thread.status, thread.issues?.length ?? 0]
    },
  )
}
