import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asWritten } from './as-written.ts'
import type { Sandboxes, SandboxName } from './sandboxes.ts'

const folder = join(import.meta.dirname, '..', '..', 'channels', 'platforms', 'samples')

type Document = Readonly<Record<string, unknown>>

type Documents = Readonly<Record<string, Document>>

/** Where a platform serves a document of a sample, by what the sample calls it; some are named by another one. */
const places: Readonly<
  Record<SandboxName, Readonly<Record<string, (document: Document, all: Documents) => string>>>
> = {
  'mercado-livre': {
    order: ({ id }) => `/orders/${digits(id)}`,
    shipment: ({ id }) => `/shipments/${digits(id)}`,
    sla: (_, { shipment }) => `/shipments/${digits(shipment?.['id'])}/sla`,
    billing: (_, { order }) => `/orders/billing-info/MLB/${billingIdOf(order)}`,
    pack: ({ id }) => `/packs/${digits(id)}`,
    claim: ({ id }) => `/post-purchase/v1/claims/${digits(id)}`,
    return: ({ claim_id }) => `/post-purchase/v2/claims/${digits(claim_id)}/returns`,
    question: ({ id }) => `/questions/${digits(id)}`,
  },
  'mercado-pago': { payment: ({ id }) => `/v1/payments/${digits(id)}` },
  nuvemshop: { order: ({ id }) => `/v1/${sampleAccounts.nuvemshop}/orders/${digits(id)}` },
  vtex: { order: ({ orderId }) => `/api/oms/pvt/orders/${digits(orderId)}` },
  shopify: { order: ({ id }) => `/admin/orders/${digits(id)}` },
  woocommerce: { order: ({ id }) => `/wp-json/wc/v3/orders/${digits(id)}` },
}

/** The accounts whose samples these are. */
export const sampleAccounts = {
  'mercado-livre': '779000111',
  'mercado-pago': '779000111',
  nuvemshop: '5550001',
  vtex: 'lojaazul',
  shopify: 'loja-azul.myshopify.com',
  woocommerce: 'loja.example',
} as const satisfies Record<SandboxName, string>

/** Puts the samples of all platforms into their sandboxes, each where the platform would serve it. */
export function putSamples(sandboxes: Pick<Sandboxes, 'put'>): void {
  for (const [name, kinds] of Object.entries(places)) {
    for (const file of readdirSync(join(folder, name)).filter((one) => /^[^.]+\.json$/.test(one))) {
      const documents = documentsOf(readFileSync(join(folder, name, file), 'utf8'))
      for (const [kind, document] of Object.entries(documents)) {
        const path = kinds[kind]?.(document, documents)
        if (path !== undefined) sandboxes.put(name as SandboxName, path, JSON.stringify(document))
      }
    }
  }
}

interface Sample {
  readonly documents?: Documents
  readonly topic?: string
  readonly body?: Document
}

/** A sample is what was fetched, or a call whose body is the order itself. */
function documentsOf(text: string): Documents {
  const { documents, topic = '', body } = asWritten(text) as Sample
  if (documents !== undefined) return documents
  return body !== undefined && /^orders?[./](?!deleted)/.test(topic) ? { order: body } : {}
}

const billingIdOf = (order: Document | undefined): string =>
  digits((order?.['buyer'] as { billing_info?: { id?: unknown } } | undefined)?.billing_info?.id)

const digits = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'rawJSON' in value ? String(value.rawJSON) : String(value)
