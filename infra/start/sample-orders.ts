import type * as z from 'zod/mini'
import type { Address, Customer, Line, Payment, Totals } from '../../events/orders/order-schema.ts'
import { fingerprint } from '../../shared/ids.ts'
import { sampleCnpj, sampleCpf, withWrongDigit } from './sample-documents.ts'

/** An order as a storefront posts it. */
export interface SampleOrder {
  readonly channel: string
  readonly externalId: string
  readonly customer: Customer
  readonly shippingAddress: Address
  readonly lines: readonly z.input<typeof Line>[]
  readonly totals: z.input<typeof Totals>
  readonly payment: z.input<typeof Payment>
  readonly placedAt: string
  readonly dispatchBy: string
  readonly deliverBy: string
}

/** State of a sample order after the checks. */
export type SampleProgress =
  | 'placed'
  | 'paid'
  | 'packed'
  | 'dispatched'
  | 'delivered'
  | 'returned'
  | 'cancelled'

export interface Sample {
  readonly order: SampleOrder
  readonly progress: SampleProgress
}

interface Place {
  readonly street: string
  readonly district: string
  readonly city: string
  readonly uf: string
  readonly cep: string
  readonly ibgeCode: string
}

const places: readonly [Place, ...Place[]] = [
  {
    street: 'Avenida Paulista',
    district: 'Bela Vista',
    city: 'São Paulo',
    uf: 'SP',
    cep: '01310-200',
    ibgeCode: '3550308',
  },
  {
    street: 'Rua da Assembleia',
    district: 'Centro',
    city: 'Rio de Janeiro',
    uf: 'RJ',
    cep: '20011-000',
    ibgeCode: '3304557',
  },
  {
    street: 'Avenida Afonso Pena',
    district: 'Centro',
    city: 'Belo Horizonte',
    uf: 'MG',
    cep: '30130-003',
    ibgeCode: '3106200',
  },
  {
    street: 'Rua Chile',
    district: 'Comércio',
    city: 'Salvador',
    uf: 'BA',
    cep: '40020-000',
    ibgeCode: '2927408',
  },
  {
    street: 'Rua XV de Novembro',
    district: 'Centro',
    city: 'Curitiba',
    uf: 'PR',
    cep: '80020-310',
    ibgeCode: '4106902',
  },
  {
    street: 'Rua dos Andradas',
    district: 'Centro Histórico',
    city: 'Porto Alegre',
    uf: 'RS',
    cep: '90020-005',
    ibgeCode: '4314902',
  },
  {
    street: 'Avenida Conde da Boa Vista',
    district: 'Boa Vista',
    city: 'Recife',
    uf: 'PE',
    cep: '50060-004',
    ibgeCode: '2611606',
  },
]

/** Fictitious people, and companies by the prefix of their CNPJs. */
const people: readonly [Person, ...Person[]] = [
  { name: 'Maria Souza' },
  { name: 'João Pereira' },
  { name: 'Ana Lima' },
  { name: 'Oficina do Barro Ltda.', company: '11222333' },
  { name: 'Casa Nova Decoração', company: '12ABC345' },
]

interface Person {
  readonly name: string
  readonly company?: string
}

const goods = [
  {
    sku: 'CAN-AZ-350',
    title: 'Caneca azul de cerâmica 350 ml',
    unitPrice: 3990,
    ncm: '69120000',
    weightGrams: 380,
  },
  { sku: 'PRT-BR-27', title: 'Prato raso branco 27 cm', unitPrice: 2490, ncm: '69111010', weightGrams: 620 },
  {
    sku: 'TLH-LN-150',
    title: 'Toalha de mesa de linho 150 x 220 cm',
    unitPrice: 18990,
    ncm: '63025300',
    weightGrams: 710,
  },
  { sku: 'VAS-TC-20', title: 'Vaso de terracota 20 cm', unitPrice: 5490, ncm: '69139000', weightGrams: 1450 },
] as const

const at = <T>(list: readonly [T, ...T[]], n: number): T => list[n % list.length] ?? list[0]

/** E-mail addresses of sample customers use a reserved domain (RFC 2606). */
const mailOf = (name: string, n: number): string =>
  `${name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z ]/g, '')
    .trim()
    .replaceAll(' ', '.')}.${n}@example.com`

/** A valid order: the n-th of its store, due `dueInHours` from now. */
export function validOrder(n: number, now: Date, dueInHours = 24 + (n % 5) * 12): SampleOrder {
  const place = at(places, n)
  const { name, company } = at(people, n)
  // A different customer for each order: many orders of one person in a day would be held.
  const document = company === undefined ? sampleCpf(n) : sampleCnpj(company, n)
  const lines = goods
    .slice(0, 1 + (n % goods.length))
    .map((good, k) => ({ ...good, quantity: 1 + ((n + k) % 3) }))
  const freight = 1200 + (n % 4) * 350
  const goodsTotal = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0)
  return {
    channel: n % 3 === 0 ? 'mercado-livre' : 'loja-propria',
    externalId: String(1001 + n),
    customer: { name, email: mailOf(name, n), phone: '+5511987654321', document },
    shippingAddress: { recipient: name, number: String(100 + n * 7), phone: '+5511987654321', ...place },
    lines,
    totals: { freight, total: goodsTotal + freight },
    payment: { status: 'pending', method: n % 2 === 0 ? 'pix' : 'boleto' },
    placedAt: now.toISOString(),
    dispatchBy: new Date(now.getTime() + dueInHours * 3_600_000).toISOString(),
    deliverBy: new Date(now.getTime() + (dueInHours + 120) * 3_600_000).toISOString(),
  }
}

const withDocument = (order: SampleOrder, document: string): SampleOrder => ({
  ...order,
  customer: { ...order.customer, document },
})

/** A number that is always the same for an order. */
const numberOf = ({ externalId }: SampleOrder): number =>
  Number.parseInt(fingerprint(externalId).slice(0, 8), 16)

/** Defects of an order, each by the check that finds it. */
export const sampleDefects: Readonly<Record<string, (order: SampleOrder) => SampleOrder>> = {
  cpf: (order) => withDocument(order, withWrongDigit(sampleCpf(numberOf(order)))),
  cnpj: (order) => withDocument(order, withWrongDigit(sampleCnpj('11222333', numberOf(order)))),
  'cep-uf': (order) => ({
    ...order,
    shippingAddress: {
      ...order.shippingAddress,
      cep: order.shippingAddress.uf === 'SP' ? '20011-000' : '01310-200',
    },
  }),
  'municipality-uf': (order) => ({
    ...order,
    shippingAddress: { ...order.shippingAddress, ibgeCode: '5300108' },
  }),
  'address-incomplete': (order) => ({
    ...order,
    shippingAddress: { ...order.shippingAddress, number: '', district: '' },
  }),
  'payment-coverage': (order) => ({
    ...order,
    payment: { status: 'approved', method: 'pix', approvedAmount: order.totals.total - 100 },
  }),
  arithmetic: (order) => ({ ...order, totals: { ...order.totals, total: order.totals.total + 1 } }),
}

const progresses: readonly [SampleProgress, ...SampleProgress[]] = [
  'placed',
  'paid',
  'dispatched',
  'packed',
  'delivered',
  'placed',
  'cancelled',
  'paid',
  'returned',
  'packed',
]

/** Sample orders of a store: most are valid, in different states; some have defects. */
export function sampleOrders(now: Date, first: number): Sample[] {
  const right = Array.from(
    { length: 13 },
    (_, n): Sample => ({ order: validOrder(first + n, now), progress: at(progresses, n) }),
  )
  const wrong = Object.values(sampleDefects).map(
    (mistake, n): Sample => ({ order: mistake(validOrder(first + 20 + n, now)), progress: 'placed' }),
  )
  return [...right, ...wrong]
}
