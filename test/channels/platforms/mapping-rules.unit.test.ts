import type { CanonicalOrder } from '../../../events/channels/channel-schema.ts'
import { withValueAt } from '../../../shared/object-path.ts'
import { mapSample, readSample, samples } from './platform-samples.ts'

type Change = Readonly<Record<string, unknown>>

/** Maps a sample with some of its fields changed. */
function mapChanged(file: string, change: Change) {
  const sample = samples.find((one) => one.file.endsWith(`${file}.json`))
  if (sample === undefined) throw new Error(`a sample ${file} was expected`)
  const changed = Object.entries(change).reduce<object>(
    (so, [path, value]) => withValueAt(so, path, value),
    readSample(sample) as object,
  )
  return mapSample(sample.platform, changed)
}

function orderOf(file: string, change: Change): CanonicalOrder {
  const [fact] = mapChanged(file, change).facts
  if (fact?.kind !== 'order') throw new Error('No order was mapped.')
  return fact.order
}

const unknownIn = (file: string, change: Change): string[] =>
  mapChanged(file, change).unknown.map(({ path, value = '' }) => `${path} ${value}`.trim())

const mercadoLivre = 'mercado-livre/order-of-a-cart'
const unsent = { 'documents.shipment': undefined }

describe('the status of an order of Mercado Livre', () => {
  it.each([
    ['confirmed', 'received'],
    ['payment_required', 'received'],
    ['payment_in_process', 'received'],
    ['partially_paid', 'received'],
    ['paid', 'paid'],
    ['partially_refunded', 'paid'],
    ['pending_cancel', 'cancelling'],
    ['cancelled', 'cancelled'],
    ['invalid', 'cancelled'],
  ])('%s is %s', (platformStatus, status) => {
    expect(orderOf(mercadoLivre, { ...unsent, 'documents.order.status': platformStatus }).status).toBe(status)
    expect(unknownIn(mercadoLivre, { ...unsent, 'documents.order.status': platformStatus })).toEqual([
      'order.feedback',
    ])
  })

  it.each([
    ['pending', null, 'paid', 'pending'],
    ['handling', null, 'paid', 'pending'],
    ['ready_to_ship', 'ready_to_print', 'paid', 'ready'],
    ['ready_to_ship', 'picked_up', 'shipped', 'shipped'],
    ['ready_to_ship', 'authorized_by_carrier', 'shipped', 'shipped'],
    ['ready_to_ship', 'in_hub', 'shipped', 'shipped'],
    ['shipped', 'out_for_delivery', 'shipped', 'shipped'],
    ['delivered', null, 'delivered', 'delivered'],
    ['not_delivered', 'returning_to_sender', 'shipped', 'not-delivered'],
    ['not_delivered', 'returned', 'returned', 'returned'],
    ['cancelled', null, 'paid', 'cancelled'],
  ])('with a shipment that is %s (%s) is %s', (platformStatus, substatus, status, shipment) => {
    const order = orderOf(mercadoLivre, {
      'documents.shipment.status': platformStatus,
      'documents.shipment.substatus': substatus,
    })
    expect([order.status, order.shipments?.[0]?.status]).toEqual([status, shipment])
  })

  it('reports an unknown status and maps the rest', () => {
    const change = { ...unsent, 'documents.order.status': 'beamed' }
    expect(orderOf(mercadoLivre, change)).toMatchObject({ status: 'received', platformStatus: 'beamed' })
    expect(unknownIn(mercadoLivre, change)).toContain('status beamed')
  })

  it('treats a partial payment as pending and drops masked phones', () => {
    const order = orderOf(mercadoLivre, {
      'documents.order.status': 'partially_paid',
      'documents.shipment.destination.receiver_phone': 'XXXXXXX',
    })
    expect(order.payment.status).toBe('pending')
    expect(order.customer.phone).toBeUndefined()
  })

  it('uses the newest time of the fetched documents', () => {
    const sla = { 'documents.sla.last_updated': '2026-11-21T00:00:00Z' }
    expect(orderOf(mercadoLivre, sla).updatedAt).toBe('2026-11-21T00:00:00.000Z')
    expect(orderOf(mercadoLivre, {}).updatedAt).toBe('2026-11-20T14:18:11.000Z')
  })
})

describe('a claim of Mercado Livre', () => {
  it.each([
    ['PNR3430', 'mediations', 'claim', 'not-received'],
    ['PDD9939', 'mediations', 'claim', 'different-or-defective'],
    ['PDD9939', 'return', 'return', 'different-or-defective'],
    ['CS7810', 'cancel_purchase', 'claim', 'cancellation'],
    ['CS7811', 'service', 'claim', 'other'],
  ])('of reason %s and type %s is a %s: %s', (code, type, kind, reason) => {
    const { facts } = mapChanged('mercado-livre/claim-open', {
      'documents.claim.reason_id': code,
      'documents.claim.type': type,
    })
    expect(facts).toMatchObject([{ kind: 'claim', claim: { kind, reason, reasonCode: code } }])
  })

  it('maps an unknown reason to other and reports it', () => {
    expect(unknownIn('mercado-livre/claim-open', { 'documents.claim.reason_id': 'ZZZ1' })).toEqual([
      'reason_id ZZZ1',
    ])
  })
})

describe('a question of Mercado Livre', () => {
  it.each([
    ['UNANSWERED', 'unanswered'],
    ['ANSWERED', 'answered'],
    ['CLOSED_UNANSWERED', 'closed'],
    ['UNDER_REVIEW', 'under-review'],
    ['BANNED', 'banned'],
    ['DELETED', 'deleted'],
    ['DISABLED', 'deleted'],
  ])('that is %s is %s', (platformStatus, status) => {
    const { facts } = mapChanged('mercado-livre/question-asked', {
      'documents.question.status': platformStatus,
    })
    expect(facts).toMatchObject([{ kind: 'question', question: { status } }])
  })
})

describe('the status of an order of Shopify', () => {
  it.each([
    ['pending', null, null, 'received', 'pending'],
    ['authorized', null, null, 'received', 'pending'],
    ['partially_paid', null, null, 'received', 'pending'],
    ['paid', null, null, 'paid', 'approved'],
    ['partially_refunded', null, null, 'paid', 'approved'],
    ['refunded', null, null, 'received', 'refunded'],
    ['voided', null, null, 'cancelled', 'refused'],
    ['paid', 'partial', null, 'shipped', 'approved'],
    ['paid', 'fulfilled', null, 'shipped', 'approved'],
    ['refunded', 'fulfilled', '2026-11-20T09:00:00-03:00', 'cancelled', 'refunded'],
  ])('paid: %s, sent: %s, cancelled: %s is %s', (financial, fulfilled, cancelledAt, status, payment) => {
    const order = orderOf('shopify/order-with-removed-line', {
      'body.financial_status': financial,
      'body.fulfillment_status': fulfilled,
      'body.cancelled_at': cancelledAt,
    })
    expect([order.status, order.payment.status]).toEqual([status, payment])
  })

  it('reports an unknown payment status', () => {
    const change = { 'body.financial_status': 'bartered' }
    expect(unknownIn('shopify/order-with-removed-line', change)).toContain('financial_status bartered')
  })

  it.each([
    ['body.localized_fields', [{ key: 'TAX_CREDENTIAL_BR', value: '111.444.777-35' }], '111.444.777-35'],
    ['body.note_attributes', [{ name: 'CNPJ', value: '11222333000181' }], '11222333000181'],
    ['body.shipping_address.company', '111.444.777-35', '111.444.777-35'],
    ['body.shipping_address.company', 'Padaria Boa', undefined],
  ])('finds the document in %s', (path, value, document) => {
    const change = { 'body.note_attributes': [], [path]: value }
    expect(orderOf('shopify/order-with-removed-line', change).customer.document).toBe(document)
  })
})

describe('the status of an order of WooCommerce', () => {
  it.each([
    ['pending', 'received'],
    ['on-hold', 'received'],
    ['processing', 'paid'],
    ['completed', 'shipped'],
    ['cancelled', 'cancelled'],
    ['refunded', 'cancelled'],
    ['trash', 'cancelled'],
    ['failed', 'received'],
  ])('%s is %s', (platformStatus, status) => {
    const change = { 'body.status': platformStatus }
    expect(orderOf('woocommerce/order-of-a-person', change).status).toBe(status)
    expect(unknownIn('woocommerce/order-of-a-person', change)).toEqual([])
  })

  it('follows the payment for a plug-in’s status and reports it', () => {
    const change = { 'body.status': 'em-separacao' }
    expect(orderOf('woocommerce/order-of-a-person', change).status).toBe('paid')
    expect(unknownIn('woocommerce/order-of-a-person', change)).toEqual(['status em-separacao'])
  })
})

describe('the status of an order of Nuvemshop', () => {
  it.each([
    ['open', 'pending', 'unpacked', 'received', 'pending'],
    ['open', 'authorized', 'unpacked', 'received', 'pending'],
    ['open', 'paid', 'unpacked', 'paid', 'approved'],
    ['open', 'voided', 'unpacked', 'received', 'refused'],
    ['open', 'abandoned', 'unpacked', 'received', 'refused'],
    ['open', 'refunded', 'unpacked', 'received', 'refunded'],
    ['closed', 'paid', 'fulfilled', 'shipped', 'approved'],
    ['closed', 'paid', 'delivered', 'delivered', 'approved'],
    ['cancelled', 'paid', 'unfulfilled', 'cancelled', 'approved'],
  ])('%s, %s, %s is %s', (platformStatus, paid, sent, status, payment) => {
    const change = {
      'documents.order.status': platformStatus,
      'documents.order.payment_status': paid,
      'documents.order.shipping_status': sent,
    }
    const order = orderOf('nuvemshop/order-shipped', change)
    expect([order.status, order.payment.status]).toEqual([status, payment])
    expect(unknownIn('nuvemshop/order-shipped', change)).toEqual([])
  })
})

describe('the status of an order of VTEX', () => {
  it.each([
    ['payment-pending', 'received'],
    ['payment-approved', 'paid'],
    ['window-to-cancel', 'paid'],
    ['ready-for-handling', 'paid'],
    ['handling', 'paid'],
    ['invoiced', 'delivered'],
    ['request-cancel', 'cancelling'],
    ['canceled', 'cancelled'],
  ])('%s is %s', (platformStatus, status) => {
    const change = { 'documents.order.status': platformStatus }
    expect(orderOf('vtex/order-delivered-in-two-parcels', change).status).toBe(status)
  })

  it('is paid when only invoiced, and shipped once a package has a tracking code', () => {
    const parcel = { type: 'Output', invoiceNumber: '1', courierStatus: null }
    const packages = (...all: object[]) => ({ 'documents.order.packageAttachment.packages': all })
    const statusOf = (...all: object[]) =>
      orderOf('vtex/order-delivered-in-two-parcels', packages(...all)).status
    expect(statusOf(parcel)).toBe('paid')
    expect(statusOf({ ...parcel, trackingNumber: 'TX1' })).toBe('shipped')
    const there = { ...parcel, trackingNumber: 'TX2', courierStatus: { finished: true } }
    expect(statusOf({ ...parcel, trackingNumber: 'TX1' }, there)).toBe('shipped')
    expect(statusOf(there)).toBe('delivered')
  })

  it('reports an unknown workflow state', () => {
    const change = { 'documents.order.status': 'awaiting-engraving' }
    expect(unknownIn('vtex/order-cancelled', change)).toEqual(['status awaiting-engraving'])
  })
})

describe('a payment of Mercado Pago', () => {
  it.each([
    ['pending', 'pending', 0],
    ['in_process', 'pending', 0],
    ['approved', 'approved', 9480],
    ['rejected', 'refused', 0],
    ['cancelled', 'refused', 0],
    ['refunded', 'refunded', 9480],
    ['charged_back', 'refunded', 9480],
  ])('that is %s is %s', (platformStatus, status, approvedAmount) => {
    const change = { 'documents.payment.status': platformStatus }
    expect(mapChanged('mercado-pago/payment-partly-refunded', change).facts).toMatchObject([
      { kind: 'payment', payment: { status, approvedAmount } },
    ])
  })
})

describe('an order whose parts do not add up', () => {
  it('keeps the platform’s total and reports the difference', () => {
    const change = { 'body.total': '37.41' }
    expect(orderOf('woocommerce/order-of-a-person', change).totals.total).toBe(3741)
    expect(unknownIn('woocommerce/order-of-a-person', change)).toEqual([
      "totals parts add up to 3740, the platform's total is 3741",
    ])
  })

  it('is rejected without a total, a currency, a line or an id', () => {
    for (const [path, value] of [
      ['body.total', null],
      ['body.total', '37.405'],
      ['body.currency', 'REAIS'],
      ['body.line_items', []],
      ['body.id', null],
    ] as const)
      expect(() => mapChanged('woocommerce/order-of-a-person', { [path]: value })).toThrow(
        'Payload cannot be mapped',
      )
  })
})
