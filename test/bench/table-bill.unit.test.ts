import type { WireItem } from './capacity.ts'
import { openTableBill } from './table-bill.ts'

const order: WireItem = {
  pk: { S: 'S#loja#ORDER#1' },
  sk: { S: 'ORDER' },
  state: { B: Buffer.alloc(1100).toString('base64') },
  gsi1pk: { S: 'S#loja#ORDERS#placed' },
  gsi1sk: { S: '2026#1' },
}
const answer: WireItem = { pk: { S: 'S#loja#ANSWER#1' }, sk: { S: 'ANSWER' } }

describe('openTableBill', () => {
  it('counts a transaction twice for each started KB and once for each index entry', () => {
    const { bill, add } = openTableBill()
    const input = { TransactItems: [{ Put: { Item: order } }, { Put: { Item: answer } }] }
    add({ caller: 'ordersapi', operation: 'TransactWriteItems', input, output: {} })
    expect(bill).toMatchObject({ writeUnits: 4 + 1 + 2, readUnits: 0, puts: 2 })
    add({ caller: 'ordersapi', operation: 'TransactWriteItems', input, output: {} })
    expect(bill).toMatchObject({ writeUnits: 7 + 6, puts: 4 })
    expect(bill.callsBy.get('ordersapi TransactWriteItems')).toBe(2)
    expect(bill.writesBy.get('ordersapi')).toEqual({ items: 12, index: 1 })
  })

  it('uses the reported capacity of plain calls', () => {
    const { bill, add } = openTableBill()
    const consumed = { ConsumedCapacity: { CapacityUnits: 3 } }
    add({ caller: 'ordersinbox', operation: 'PutItem', input: { Item: order }, output: consumed })
    const RequestItems = { suite: [{ PutRequest: { Item: answer } }, { PutRequest: { Item: order } }] }
    const many = { ConsumedCapacity: [{ CapacityUnits: 1 }, { CapacityUnits: 2 }] }
    add({ caller: 'outboxrelay', operation: 'BatchWriteItem', input: { RequestItems }, output: many })
    const half = { ConsumedCapacity: { CapacityUnits: 0.5 } }
    add({ caller: 'ordersinbox', operation: 'GetItem', input: {}, output: half })
    expect(bill).toMatchObject({ writeUnits: 6, readUnits: 0.5, puts: 3 })
  })

  it('counts a read without a result as one unit, or half when it is eventually consistent', () => {
    const { bill, add } = openTableBill()
    const Keys = [{ pk: order['pk'] }, { pk: answer['pk'] }, { pk: { S: 'S#loja#ANSWER#2' } }]
    const read = (ConsistentRead: boolean, output: object) =>
      add({
        caller: 'qualityinbox',
        operation: 'BatchGetItem',
        input: { RequestItems: { suite: { Keys, ConsistentRead } } },
        output: { ConsumedCapacity: [{ CapacityUnits: 1 }], ...output },
      })
    read(true, { Responses: { suite: [order] } })
    expect(bill.readUnits).toBe(1 + 2)
    read(false, { Responses: { suite: [order] } })
    expect(bill.readUnits).toBe(3 + 1 + 1)
    read(true, { Responses: { suite: [order] }, UnprocessedKeys: { suite: { Keys: [Keys[1]] } } })
    expect(bill.readUnits).toBe(5 + 1 + 1)
    const nothing = { ConsumedCapacity: { CapacityUnits: 0 } }
    add({ caller: 'qualityinbox', operation: 'Query', input: {}, output: nothing })
    expect(bill.readUnits).toBe(7 + 0.5)
  })

  it('separates write units by caller, and items from index entries', () => {
    const { bill, add } = openTableBill()
    const GlobalSecondaryIndexes = { gsi1: { CapacityUnits: 1 }, gsi2: { CapacityUnits: 2 } }
    const consumed = { ConsumedCapacity: { CapacityUnits: 4, GlobalSecondaryIndexes } }
    const call = { caller: 'qualityinbox', operation: 'PutItem', input: { Item: order } }
    add({ ...call, output: consumed })
    add({ ...call, output: { ConsumedCapacity: { CapacityUnits: 1 } } })
    expect(bill.writesBy).toEqual(new Map([['qualityinbox', { items: 2, index: 3 }]]))
    expect(bill.writeUnits).toBe(5)
  })

  it('rejects calls without a cost rule', () => {
    const { add } = openTableBill()
    const call = { caller: 'ordersapi', input: {}, output: {} }
    expect(() => add({ ...call, operation: 'Scan' })).toThrow('Scan')
    expect(() => add({ ...call, operation: 'GetItem' })).toThrow('consumed capacity')
    const input = { TransactItems: [{ Delete: {} }] }
    expect(() => add({ ...call, operation: 'TransactWriteItems', input })).toThrow('puts')
  })
})
