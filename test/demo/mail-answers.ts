import type { Customer, MailFixture, Thread } from './mail-fixture.ts'
import { categoryOf, isAuto, running } from './mail-steps.ts'

/** What is no complaint: an invoice is finance's work, a question front-office's, praise is kept. */
export async function requests(stage: MailFixture): Promise<void> {
  const { report: story, storeAddress: us } = stage
  story.step('Requests, and praise')
  const wanted = [
    {
      text: 'Bom dia, preciso da nota fiscal do meu pedido. Podem me enviar a nota fiscal por e-mail?',
      comesTo: ['invoice-request', 'finance', 'open'],
    },
    {
      text: 'Adorei o produto! Chegou antes do prazo e é lindo. Parabéns, loja excelente, recomendo a todos!',
      comesTo: ['praise', 'front-office', 'resolved'],
    },
  ]
  for (const { text, comesTo } of wanted) {
    const customer = await stage.newCustomer()
    await stage.send({ from: customer.address, to: us, subject: `Pedido ${customer.number}`, text })
    await story.eventually('category, department, status', comesTo, async () => {
      const thread = await stage.threadOf(customer.address)
      return [categoryOf(thread), thread?.department, thread?.status]
    })
    story.expect('issues', undefined, (await stage.threadOf(customer.address))?.issues)
  }
}

/** Somebody answers from the draft; the customer’s answer comes back by the address alone; another answer bounces. */
export async function answers(stage: MailFixture, { address, number, orderId }: Customer): Promise<void> {
  const { report: story, shop } = stage
  story.step('An answer, and what comes back')
  const { id, clocks } = await stage.threadOf(address)
  const routed = await shop.post(
    `/email/threads/${id}/route`,
    { department: 'front-office' },
    { 'if-match': '*' },
  )
  const dueOf = (thread: Thread) => [thread.firstResponse.dueAt, thread.resolution.dueAt]
  story.expect('another department', [200, 'front-office'], [routed.status, routed.body.department])
  story.expect('its clocks go on, to the same moments', dueOf(clocks), dueOf(routed.body.clocks))
  const moved = await shop.change('POST', orderId, '/pay', {})
  story.expect('meanwhile the order is paid', 200, moved.status)
  const draft = await shop.get(`/email/threads/${id}/draft`)
  story.expect(
    'a draft, in the customer’s language',
    ['late', 'pt'],
    [draft.body.template, draft.body.language],
  )
  story.expect('with the order’s number', true, draft.body.text.includes(number))
  const reply = await shop.post(`/email/threads/${id}/replies`, { text: draft.body.text })
  story.expect('POST .../replies', 201, reply.status)
  await story.eventually('sent and delivered', ['sent', 'delivered'], async () => {
    const { body } = await shop.get(reply.location)
    return [body.status, body.delivery?.status]
  })
  const stateOf = async () => {
    const thread = await stage.threadOf(address)
    const met = thread.clocks.firstResponse.metAt === undefined ? 'owed' : 'met'
    return [thread.status, met, running(thread.clocks.resolution), thread.messageCount]
  }
  await story.eventually(
    'status, first response, resolution, messages',
    ['waiting-customer', 'met', 'rests', 4],
    stateOf,
  )
  const [answer] = (await stage.mailsTo(address)).filter(({ headers = [] }) => !headers.some(isAuto))
  const replyTo = answer?.replyTo[0] ?? ''
  story.expect('answers go to a signed address', true, /^loja-azul\+[0-9a-z]{20}@/.test(replyTo))
  await stage.send({
    from: address,
    to: replyTo,
    subject: 'obrigado',
    text: 'Obrigado pela resposta, fico aguardando.',
  })
  await story.eventually('the customer’s next mail joins by it', ['open', 'met', 'runs', 5], stateOf)

  const gone = await stage.newCustomer('bounce.test')
  await stage.send({
    from: gone.address,
    to: stage.storeAddress,
    subject: `Pedido ${gone.number}`,
    text: 'Quando o meu pedido atrasado vai chegar?',
  })
  await story.eventually('an address that bounces is suppressed', true, async () => {
    const { body } = await shop.get('/email/suppressions?limit=100')
    return body.items.some(({ address: one }: Thread) => one === gone.address)
  })
  await story.eventually('its conversation is there', true, async () => {
    return (await stage.threadOf(gone.address)) !== undefined
  })
  const thread = await stage.threadOf(gone.address)
  const refused = await shop.post(`/email/threads/${thread.id}/replies`, { text: 'Olá' })
  story.expect('and is written to no more', [409, 'address-suppressed'], [refused.status, refused.body.code])
}

/** An analyst knows better: the category is theirs, and the model will learn from it. */
export async function corrections(stage: MailFixture): Promise<void> {
  const { report: story, shop, storeAddress: us } = stage
  story.step('An analyst knows better')
  const customer = await stage.newCustomer()
  await stage.send({
    from: customer.address,
    to: us,
    subject: `Pedido ${customer.number}`,
    text: 'Então, é sobre aquilo que conversamos no outro dia.',
  })
  await story.eventually(
    'what is not certain waits in triage, with a suggestion and its clock; acknowledged',
    ['triage', true, 'runs', 2],
    async () => {
      const unsure = await stage.threadOf(customer.address)
      const clock = running(unsure?.clocks?.firstResponse)
      return [unsure?.status, unsure?.category !== undefined, clock, unsure?.messageCount]
    },
  )
  const { id } = await stage.threadOf(customer.address)
  const corrected = await shop.patch(`/email/threads/${id}/category`, { category: 'warranty-repair' })
  story.expect('PATCH .../category', [200, 'analyst'], [corrected.status, corrected.body.category?.by])
  await story.eventually(
    'it is given to its department, and counted',
    ['front-office', 'open', 1],
    async () => {
      const thread = await stage.threadOf(customer.address)
      return [thread.department, thread.status, thread.issues?.length ?? 0]
    },
  )
}
