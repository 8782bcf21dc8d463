import { randomInt, randomUUID } from 'node:crypto'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { sampleCpf } from '../../infra/start/sample-documents.ts'
import { type SampleOrder, validOrder } from '../../infra/start/sample-orders.ts'
import type { DemoReport } from './demo-report.ts'
import type { Endpoints, Reply, Storefront } from './storefront.ts'

const mailDomain = 'mail.example.com'

/** The API view of a thread; the demo reads it untyped. */
// biome-ignore lint/suspicious/noExplicitAny: the demo reads untyped API answers
export type Thread = any

/** A sent mail in the mail viewer. */
export interface SentMail {
  readonly subject: string
  readonly replyTo: readonly string[]
  readonly destination: { readonly to: readonly string[] }
  readonly body: { readonly text?: string }
  readonly headers?: readonly { readonly name: string; readonly value: string }[]
}

/** A customer with an accepted order and its number. */
export interface Customer {
  readonly address: string
  readonly orderId: string
  readonly number: string
}

/** Shared state and helpers of the demo steps. */
export interface MailFixture {
  readonly report: DemoReport
  readonly shop: Storefront
  /** Address of the store. */
  readonly storeAddress: string
  /** Places an order of a new customer and waits for the mail with its number. */
  newCustomer(domain?: string): Promise<Customer>
  /** Sends a mail over SMTP. */
  send(mail: SendMailOptions): Promise<void>
  /** The latest thread of an address; undefined when there is none. */
  threadOf(address: string): Promise<Thread>
  /** Mails of the store to an address. */
  mailsTo(address: string): Promise<readonly SentMail[]>
}

export function createMailFixture(
  endpoints: Endpoints,
  report: DemoReport,
  shop: Storefront,
  store: string,
): MailFixture {
  const mailsTo = async (address: string): Promise<readonly SentMail[]> => {
    const response = await fetch(`${endpoints.mailViewer}/store`)
    const { emails } = (await response.json()) as { emails: SentMail[] }
    return emails.filter(({ destination }) => destination.to.some((to) => to.includes(address)))
  }
  return {
    report,
    shop,
    storeAddress: `${store}@${mailDomain}`,
    mailsTo,
    async newCustomer(domain = 'example.com') {
      const order = newOrder(domain)
      const { status, body } = await shop.post('/orders', order)
      if (status !== 201) throw new Error(`Order was rejected: ${JSON.stringify(body)}`)
      const address = order.customer.email ?? ''
      await report.eventually(`order ${order.externalId} is accepted; mails to its customer`, 1, async () => {
        return (await mailsTo(address)).length
      })
      return { address, orderId: body.id, number: order.externalId }
    },
    async send(mail) {
      const transport = createTransport(endpoints.smtp)
      try {
        await transport.sendMail(mail)
      } finally {
        transport.close()
      }
    },
    async threadOf(address) {
      const pages = await Promise.all(
        ['', '&status=resolved'].map((status) => shop.get(`/email/threads?limit=100${status}`)),
      )
      const threads = pages.flatMap(({ body }: Reply) => body.items as Thread[])
      const theirs = threads.filter(({ customer }) => customer.address === address)
      const newest = theirs.sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))[0]
      return newest === undefined ? undefined : (await shop.get(`/email/threads/${newest.id}`)).body
    },
  }
}

function newOrder(domain: string): SampleOrder {
  const mark = randomUUID().slice(0, 8)
  const order = validOrder(3, new Date())
  return {
    ...order,
    externalId: `M-${mark}`,
    customer: { ...order.customer, email: `${mark}@${domain}`, document: sampleCpf(randomInt(10_000_000)) },
  }
}
