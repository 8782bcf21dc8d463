import { indexUnits, itemBytes, transactedUnits, type WireItem, writeUnits } from './capacity.ts'

const item: WireItem = { pk: { S: 'S#loja#ORDER#1' }, sk: { S: 'ORDER' }, version: { N: '12' } }
const listed: WireItem = { ...item, gsi1pk: { S: 'S#loja#ORDERS#placed' }, gsi1sk: { S: '2026#1' } }

describe('itemBytes', () => {
  it('counts text in UTF-8, numbers by digits and binary values by bytes', () => {
    expect(itemBytes({ pk: { S: 'ação' } })).toBe(2 + 6)
    expect(itemBytes({ n: { N: '12' } })).toBe(1 + 2)
    expect(itemBytes({ n: { N: '-1234500' } })).toBe(1 + 3 + 1 + 1)
    expect(itemBytes({ b: { B: Buffer.alloc(300).toString('base64') } })).toBe(1 + 300)
    expect(itemBytes({ l: { L: [{ S: 'ab' }, { BOOL: true }] } })).toBe(1 + 3 + 3 + 2)
    expect(itemBytes({ m: { M: { a: { S: 'b' } } } })).toBe(1 + 3 + 1 + 2)
  })
})

describe('write units', () => {
  it('count each started KB, twice in a transaction', () => {
    expect([1, 1024, 1025].map(writeUnits)).toEqual([1, 1, 2])
    expect([1, 1024, 1025].map(transactedUnits)).toEqual([2, 2, 4])
  })

  it('count an index entry that is added, removed or moved, not an unchanged one', () => {
    expect(indexUnits(undefined, item)).toBe(0)
    expect(indexUnits(undefined, listed)).toBe(1)
    expect(indexUnits(listed, { ...listed, version: { N: '13' } })).toBe(0)
    expect(indexUnits(listed, item)).toBe(1)
    expect(indexUnits(listed, { ...listed, gsi1pk: { S: 'S#loja#ORDERS#packed' } })).toBe(2)
  })
})
