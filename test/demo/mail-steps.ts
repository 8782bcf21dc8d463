import type { Customer, MailFixture, Thread } from './mail-fixture.ts'

export const categoryOf = (thread: Thread): string => thread?.category?.name ?? 'uncategorised'
export const running = (clock: Thread): string => (clock?.runningSince === undefined ? 'paused' : 'running')

/** Sample complaints by expected category and department. */
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

/** Three customers complain: each complaint is classified, routed, counted as an issue and acknowledged. */
export async function complaints(fixture: MailFixture): Promise<Customer> {
  const { report, storeAddress } = fixture
  report.step('Classify complaints')
  const customers: Customer[] = []
  for (const { category, department, subject, text } of cases) {
    const customer = await fixture.newCustomer()
    await fixture.send({ from: customer.address, to: storeAddress, subject: subject(customer.number), text })
    await report.eventually(
      'complaint in Portuguese: category, order, link, department, status',
      [category, customer.orderId, 'confirmed', department, 'open'],
      async () => {
        const thread = await fixture.threadOf(customer.address)
        return [
          categoryOf(thread),
          thread?.order?.id,
          thread?.order?.link,
          thread?.department,
          thread?.status,
        ]
      },
    )
    await report.eventually(
      'quality issue: category, origin, occurrences',
      [[category, 'e-mail', 1]],
      async () => {
        const thread = await fixture.threadOf(customer.address)
        const ids: { id: string }[] = thread?.issues ?? []
        const issues = await Promise.all(ids.map(({ id }) => fixture.shop.get(`/quality/issues/${id}`)))
        return issues.map(({ body }) => [body.category, body.origin, body.occurrences])
      },
    )
    await report.eventually('acknowledgements sent', ['auto-replied'], () =>
      acknowledgementsTo(fixture, customer.address),
    )
    await report.eventually('clocks: first response, resolution', ['running', 'running'], async () => {
      const { clocks } = (await fixture.threadOf(customer.address)) ?? {}
      return [running(clocks?.firstResponse), running(clocks?.resolution)]
    })
    customers.push(customer)
  }
  const [first] = customers
  if (first === undefined) throw new Error('No customer complained.')
  return first
}

/** An unknown sender quotes an order number: the link is only suggested, and no order data is disclosed. */
export async function unknownSenders(
  fixture: MailFixture,
  { address, number, orderId }: Customer,
): Promise<void> {
  const { report, storeAddress } = fixture
  report.step('Receive an order number from an unknown sender')
  const unknownSender = `outra.${number.toLowerCase()}@example.net`
  const before = (await fixture.threadOf(address))?.messageCount
  await fixture.send({
    from: unknownSender,
    to: storeAddress,
    subject: `Pedido ${number}`,
    text: `O pedido ${number} está atrasado, ainda não chegou e o prazo já passou. Onde está?`,
  })
  await report.eventually('separate thread: order, link, issues', [orderId, 'suggested', 0], async () => {
    const thread = await fixture.threadOf(unknownSender)
    return [thread?.order?.id, thread?.order?.link, thread?.issues?.length ?? 0]
  })
  await report.eventually('acknowledgements sent', ['auto-replied'], () =>
    acknowledgementsTo(fixture, unknownSender),
  )
  const disclosed = (await fixture.mailsTo(unknownSender)).some(({ body }) =>
    (body.text ?? '').includes(number),
  )
  report.expect('mail discloses the order number', false, disclosed)
  report.expect(
    'message count of the customer’s thread',
    before,
    (await fixture.threadOf(address))?.messageCount,
  )
}

/** Stores a vacation note in its thread and a bounce without a thread; answers neither. */
export async function automaticMails(fixture: MailFixture, { address, number }: Customer): Promise<void> {
  const { report, storeAddress } = fixture
  report.step('Receive automatic mails')
  const thread = await fixture.threadOf(address)
  const ours = thread.messages.find(({ direction }: Thread) => direction === 'out')
  const sentBefore = (await fixture.mailsTo(address)).length
  await fixture.send({
    from: address,
    to: storeAddress,
    subject: `Resposta automática: Pedido ${number}`,
    text: 'Estou de férias até segunda-feira.',
    inReplyTo: ours?.reference,
    headers: { 'Auto-Submitted': 'auto-replied' },
  })
  const daemon = `MAILER-DAEMON@mx.${number.toLowerCase()}.example.net`
  await fixture.send({
    envelope: { from: '', to: storeAddress },
    raw: [
      `From: ${daemon}`,
      `To: ${storeAddress}`,
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
  await report.eventually('thread after the vacation note: messages, status', [3, 'open'], async () => {
    const { messageCount, status } = (await fixture.threadOf(address)) ?? {}
    return [messageCount, status]
  })
  await report.eventually('bounce: automatic, has a thread', [true, false], async () => {
    const { body } = await fixture.shop.get('/email/messages?limit=100')
    const stored = body.items.find(({ from }: Thread) => from.address === daemon)
    return [stored?.automatic, (await fixture.threadOf(daemon)) !== undefined]
  })
  const answered = [
    (await fixture.mailsTo(address)).length - sentBefore,
    (await fixture.mailsTo(daemon)).length,
  ]
  report.expect('replies to the vacation note and to the bounce', [0, 0], answered)
}

export const isAuto = ({ name }: { readonly name: string }): boolean =>
  name.toLowerCase() === 'auto-submitted'

/** Auto-Submitted values of the acknowledgements sent to an address. */
async function acknowledgementsTo(fixture: MailFixture, address: string): Promise<string[]> {
  const values = (await fixture.mailsTo(address)).flatMap(({ headers = [] }) => headers.filter(isAuto))
  return values.map(({ value }) => value).filter((value) => value === 'auto-replied')
}
