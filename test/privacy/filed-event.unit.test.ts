import type { FiledEvent } from '../../shared/table/aggregate.ts'
import { fromFiled, recordOf, toFiled } from '../../shared/table/filed-event.ts'
import { unpack } from '../../shared/table/packed.ts'

const event: FiledEvent = {
  id: 'ord_1.1.0',
  type: 'order.placed',
  version: 1,
  store: 'loja-azul',
  occurredAt: '2026-11-24T12:00:00.000Z',
  aggregate: { type: 'order', id: 'ord_1', version: 1 },
  causationId: 'r-1',
  correlationId: 'c-1',
  actor: { type: 'client', id: 'storefront' },
  data: { reason: 'a pedido de Joana' },
  snapshot: { id: 'ord_1', customer: { name: 'Joana Prado' } },
}
const place = { pk: 'S#loja-azul#ORDER#ord_1', sk: 'EVENT#000000001#000', record: 'ord_1' }
const key = Uint8Array.from({ length: 16 }, (_, n) => n)

describe('a stored event', () => {
  it('opens as published with the key of its record', () => {
    const filed = toFiled(event, place, key)
    expect(recordOf(filed)).toBe('ord_1')
    expect(fromFiled(filed, place, key)).toEqual(event)
  })

  it('shows type, time and actor without the key, but no personal data', () => {
    const filed = toFiled(event, place, key)
    expect(fromFiled(filed, place, undefined)).toEqual({ ...event, data: {}, snapshot: {}, erased: true })
    expect(JSON.stringify(unpack(filed.event))).not.toContain('Joana')
    expect(Buffer.from(filed.sealed ?? []).toString('latin1')).not.toContain('Joana')
  })

  it('is stored with the same bytes each time', () => {
    expect(toFiled(event, place, key)).toEqual(toFiled(event, place, key))
  })

  it('cannot be opened in another place or after a change', () => {
    const filed = toFiled(event, place, key)
    expect(() => fromFiled(filed, { ...place, sk: 'EVENT#000000002#000' }, key)).toThrow(/authenticate data/)
    const sealed = Uint8Array.from(filed.sealed ?? [])
    sealed[3] = (sealed[3] ?? 0) ^ 1
    expect(() => fromFiled({ ...filed, sealed }, place, key)).toThrow(/authenticate data/)
  })

  it('has no personal data when the key of its record was deleted before', () => {
    const filed = toFiled(event, place, undefined)
    expect(filed.sealed).toBeUndefined()
    expect(fromFiled(filed, place, key)).toMatchObject({ type: 'order.placed', erased: true, snapshot: {} })
  })

  it('is not sealed when it has no personal data', () => {
    const { record: _, ...open } = place
    expect(fromFiled(toFiled(event, open, undefined), open, undefined)).toEqual(event)
  })
})
