import { receivers } from '../../../functions/channels/platforms/receivers.ts'
import { needOf } from '../../../functions/channels/platforms/topics.ts'

describe('a topic', () => {
  it.each([
    ['shopify', 'orders/paid', 'body'],
    ['shopify', 'refunds/create', 'body'],
    ['shopify', 'products/update', 'nothing'],
    ['shopify', 'customers/redact', 'privacy'],
    ['shopify', 'orders/galaxy', 'unknown'],
    ['woocommerce', 'order.deleted', 'body'],
    ['woocommerce', 'coupon.created', 'nothing'],
    ['nuvemshop', 'order/paid', 'fetch'],
    ['nuvemshop', 'store/redact', 'privacy'],
    ['nuvemshop', 'product/created', 'nothing'],
    ['mercado-livre', 'orders_v2', 'fetch'],
    ['mercado-livre', 'post_purchase', 'fetch'],
    ['mercado-livre', 'items', 'nothing'],
    ['mercado-livre', 'no-such-topic', 'unknown'],
    ['vtex', 'a-state-of-the-store-s-own', 'fetch'],
    ['shopee', 'code-3', 'body'],
    ['shopee', 'code-0', 'nothing'],
    ['amazon', 'ORDER_CHANGE', 'body'],
    ['amazon', 'FEED_PROCESSING_FINISHED', 'nothing'],
    ['mercado-pago', 'payment', 'fetch'],
    ['mercado-pago', 'plan', 'nothing'],
    ['mercado-pago', 'unknown', 'unknown'],
  ] as const)('of %s: %s requires %s', (platform, topic, need) => {
    expect(needOf(receivers[platform].topics, topic)).toBe(need)
  })
})
