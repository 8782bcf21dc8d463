import type { Customer, MailFixture, Thread } from './mail-fixture.ts'

export const categoryOf = (thread: Thread): string => thread?.category?.name ?? 'not understood'
export const running = (clock: Thread): string => (clock?.runningSince === undefined ? 'rests' : 'runs')

/** What a complaint is expected to say, by its category. */
const cases = [
  {
    category: 'late',
    department: 'stock-logistics',
    subject: (number: string) => `Pedido ${number} atrasado`,
    text: 'Boa tarde. O prazo de entrega do meu pedido já passou faz uma semana e ele ainda não chegou. Está muito atrasado! Quando vou receber?',
  },
  {
    category: 'defective',
    department: 'front-office',
    subject: (number: string) => `Pedido ${number} com defeito`,
    text: 'Olá, o produto chegou quebrado e com defeito, não funciona. Quero a troca, por favor.',
  },
  {
    category: 'wrong-item',
    department: 'stock-logistics',
    subject: (number: string) => `Pedido ${number}: produto errado`,
    text: 'Recebi o produto errado. Comprei uma caneca azul e veio outro item, diferente do que pedi.',
  },
] as const

/** Three customers complain of their orders: each complaint is understood, given away, counted and acknowledged. */
export async function complaints(stage: MailFixture): Promise<Customer> {
  const { report: story, storeAddress: us } = stage
  story.step('Customers complain')
  const customers: Customer[] = []
  for (const { category, department, subject, text } of cases) {
    const customer = await stage.newCustomer()
    await stage.send({ from: customer.address, to: us, subject: subject(customer.number), text })
    await story.eventually(
      `a complaint in Portuguese: category, order, department, status`,
      [category, customer.orderId, 'confirmed', department, 'open'],
      async () => {
        const thread = await stage.threadOf(customer.address)
        return [
          categoryOf(thread),
          thread?.order?.id,
          thread?.order?.link,
          thread?.department,
          thread?.status,
        ]
      },
    )
    await story.eventually('its quality issue', [[category, 'e-mail', 1]], async () => {
      const thread = await stage.threadOf(customer.address)
      const ids: { id: string }[] = thread?.issues ?? []
      const issues = await Promise.all(ids.map(({ id }) => stage.shop.get(`/quality/issues/${id}`)))
      return issues.map(({ body }) => [body.category, body.origin, body.occurrences])
    })
    await story.eventually('acknowledged once, by a machine’s mail', ['auto-replied'], () =>
      acknowledgementsTo(stage, customer.address),
    )
    await story.eventually('its clocks: first response, resolution', ['runs', 'runs'], async () => {
      const { clocks } = (await stage.threadOf(customer.address)) ?? {}
      return [running(clocks?.firstResponse), running(clocks?.resolution)]
    })
    customers.push(customer)
  }
  const [first] = customers
  if (first === undefined) throw new Error('a customer who complained is expected')
  return first
}

/** Somebody else quotes the number of an order: that is a suggestion, and nothing of the order is told them. */
export async function unknownSenders(
  stage: MailFixture,
  { address, number, orderId }: Customer,
): Promise<void> {
  const { report: story, storeAddress: us } = stage
  story.step('A stranger quotes the number of an order')
  const stranger = `outra.${number.toLowerCase()}@example.net`
  const before = (await stage.threadOf(address))?.messageCount
  await stage.send({
    from: stranger,
    to: us,
    subject: `Pedido ${number}`,
    text: `O pedido ${number} está atrasado, ainda não chegou e o prazo já passou. Onde está?`,
  })
  await story.eventually(
    'a conversation of its own: order, link, issues',
    [orderId, 'suggested', 0],
    async () => {
      const thread = await stage.threadOf(stranger)
      return [thread?.order?.id, thread?.order?.link, thread?.issues?.length ?? 0]
    },
  )
  await story.eventually('acknowledged', ['auto-replied'], () => acknowledgementsTo(stage, stranger))
  const told = (await stage.mailsTo(stranger)).some(({ body }) => (body.text ?? '').includes(number))
  story.expect('the order is named to them', false, told)
  story.expect('the customer’s conversation has grown', before, (await stage.threadOf(address))?.messageCount)
}

/** A bounce and a vacation note: kept with their conversation, never answered, and they set nothing going. */
export async function automaticMails(stage: MailFixture, { address, number }: Customer): Promise<void> {
  const { report: story, storeAddress: us } = stage
  story.step('Machines write')
  const thread = await stage.threadOf(address)
  const ours = thread.messages.find(({ direction }: Thread) => direction === 'out')
  const sentBefore = (await stage.mailsTo(address)).length
  await stage.send({
    from: address,
    to: us,
    subject: `Resposta automática: Pedido ${number}`,
    text: 'Estou de férias até segunda-feira.',
    inReplyTo: ours?.reference,
    headers: { 'Auto-Submitted': 'auto-replied' },
  })
  const daemon = `MAILER-DAEMON@mx.${number.toLowerCase()}.example.net`
  await stage.send({
    envelope: { from: '', to: us },
    raw: [
      `From: ${daemon}`,
      `To: ${us}`,
      'Subject: Undelivered Mail Returned to Sender',
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'The mail system could not deliver your message.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.net',
      '--b--',
      '',
    ].join('\r\n'),
  })
  await story.eventually(
    'the vacation note joins, and changes nothing: messages, status',
    [3, 'open'],
    async () => {
      const { messageCount, status } = (await stage.threadOf(address)) ?? {}
      return [messageCount, status]
    },
  )
  await story.eventually(
    'a machine’s mail, which begins no conversation: the bounce',
    [true, false],
    async () => {
      const { body } = await stage.shop.get('/email/messages?limit=100')
      const kept = body.items.find(({ from }: Thread) => from.address === daemon)
      return [kept?.automatic, (await stage.threadOf(daemon)) !== undefined]
    },
  )
  const answered = [(await stage.mailsTo(address)).length - sentBefore, (await stage.mailsTo(daemon)).length]
  story.expect('neither is answered', [0, 0], answered)
}

export const isAuto = ({ name }: { readonly name: string }): boolean =>
  name.toLowerCase() === 'auto-submitted'

/** How our acknowledgements to an address say what they are. */
async function acknowledgementsTo(stage: MailFixture, address: string): Promise<string[]> {
  const values = (await stage.mailsTo(address)).flatMap(({ headers = [] }) => headers.filter(isAuto))
  return values.map(({ value }) => value).filter((value) => value === 'auto-replied')
}
