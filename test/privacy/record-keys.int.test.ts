import { randomUUID } from 'node:crypto'
import { forgetKey, openingKey, sealingKey } from '../../shared/privacy/record-keys.store.ts'
import { type SuiteTable, startSuiteTable } from '../support/suite/suite-table.ts'

let table: SuiteTable
beforeAll(async () => {
  table = await startSuiteTable()
})
afterAll(() => table.stop())

const newStore = (): string => `loja-${randomUUID().slice(0, 8)}`

describe('the keys of records', () => {
  it('open the data that they sealed, and are separate for each store', async () => {
    const [blue, green] = [newStore(), newStore()]
    const key = await sealingKey(blue, 'ord_1')
    expect(key).toHaveLength(16)
    expect(await openingKey(blue, 'ord_1')).toEqual(key)
    expect(await sealingKey(green, 'ord_1')).not.toEqual(key)
  })

  it('are created once under concurrent requests', async () => {
    const store = newStore()
    const names = Array.from({ length: 20 }, (_, n) => `ord_${n}`)
    const sealing = await Promise.all(names.map((name) => sealingKey(store, name)))
    const opening = await Promise.all(names.map((name) => openingKey(store, name)))
    expect(opening).toEqual(sealing)
  })

  it('are deleted one by one', async () => {
    const store = newStore()
    const names = Array.from({ length: 40 }, (_, n) => `ord_${n}`)
    const before = await Promise.all(names.map((name) => sealingKey(store, name)))
    for (const name of names.slice(0, 8)) await forgetKey(store, name)
    await forgetKey(store, 'ord_0')
    const after = await Promise.all(names.map((name) => openingKey(store, name)))
    expect(after).toEqual([...Array.from({ length: 8 }, () => undefined), ...before.slice(8)])
  })

  it('are all deleted by concurrent requests', async () => {
    const store = newStore()
    await sealingKey(store, 'ord_0')
    await Promise.all(['ord_1', 'ord_2', 'ord_3'].map((name) => forgetKey(store, name)))
    const left = await Promise.all(
      ['ord_0', 'ord_1', 'ord_2', 'ord_3'].map((name) => openingKey(store, name)),
    )
    expect(left.map((key) => key === undefined)).toEqual([false, true, true, true])
  })

  it('are missing when nothing was sealed', async () => {
    expect(await openingKey(newStore(), 'ord_1')).toBeUndefined()
  })
})
