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

describe('a filed event', () => {
  it('is as it was told for who has the key of its record', () => {
    const filed = toFiled(event, place, key)
    expect(recordOf(filed)).toBe('ord_1')
    expect(fromFiled(filed, place, key)).toEqual(event)
  })

  it('tells without the key that it happened, when and by whom, and nothing personal', () => {
    const filed = toFiled(event, place, key)
    expect(fromFiled(filed, place, undefined)).toEqual({ ...event, data: {}, snapshot: {}, erased: true })
    expect(JSON.stringify(unpack(filed.event))).not.toContain('Joana')
    expect(Buffer.from(filed.sealed ?? []).toString('latin1')).not.toContain('Joana')
  })

  it('is the same however often it is filed', () => {
    expect(toFiled(event, place, key)).toEqual(toFiled(event, place, key))
  })

  it('cannot be passed off as another, nor be changed', () => {
    const filed = toFiled(event, place, key)
    expect(() => fromFiled(filed, { ...place, sk: 'EVENT#000000002#000' }, key)).toThrow(/authenticate data/)
    const sealed = Uint8Array.from(filed.sealed ?? [])
    sealed[3] = (sealed[3] ?? 0) ^ 1
    expect(() => fromFiled({ ...filed, sealed }, place, key)).toThrow(/authenticate data/)
  })

  it('has nothing personal in it when its record’s key was forgotten before', () => {
    const filed = toFiled(event, place, undefined)
    expect(filed.sealed).toBeUndefined()
    expect(fromFiled(filed, place, key)).toMatchObject({ type: 'order.placed', erased: true, snapshot: {} })
  })

  it('stands open where no person’s data is in it', () => {
    const { record: _, ...open } = place
    expect(fromFiled(toFiled(event, open, undefined), open, undefined)).toEqual(event)
  })
})
