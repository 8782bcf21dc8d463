import type * as z from 'zod/mini'
import type { PlaceOrderRequest } from '../../functions/orders/order/order-requests.ts'
import { sampleCpf } from '../../infra/start/sample-documents.ts'

type Order = z.input<typeof PlaceOrderRequest>

let customers = 0

/**
 * The order that the bench places: valid, with three lines, and with its own external id and customer, since many orders of
 * one customer in a day are held.
 */
export const threeLineOrder = (externalId: string): Order => ({
  channel: 'loja-propria',
  externalId,
  customer: {
    name: 'Maria Souza',
    email: 'maria.souza@example.com',
    phone: '+5511987654321',
    document: sampleCpf(customers++),
  },
  shippingAddress: {
    recipient: 'Maria Souza',
    street: 'Avenida Paulista',
    number: '1578',
    complement: 'apto 42',
    district: 'Bela Vista',
    city: 'São Paulo',
    uf: 'SP',
    cep: '01310-200',
    ibgeCode: '3550308',
    phone: '+5511987654321',
  },
  lines: [
    {
      sku: 'CAN-AZ-350',
      title: 'Caneca azul de cerâmica 350 ml',
      quantity: 2,
      unitPrice: 3990,
      ncm: '69120000',
    },
    { sku: 'PRT-BR-27', title: 'Prato raso branco 27 cm', quantity: 4, unitPrice: 2490, weightGrams: 620 },
    { sku: 'TLH-LN-150', title: 'Toalha de mesa de linho 150 x 220 cm', quantity: 1, unitPrice: 18990 },
  ],
  totals: { freight: 1850, total: 38_780 },
  payment: { status: 'pending', method: 'pix' },
  placedAt: '2026-03-02T12:00:00.000Z',
  dispatchBy: '2026-03-04T21:00:00.000Z',
  deliverBy: '2026-03-09T21:00:00.000Z',
})
