import { indexUnits, itemBytes, transactedUnits, type WireItem } from './capacity.ts'

/** One table call with its answer. */
export interface TableCall {
  /** Access key id of the caller: letters and digits of the function name. */
  readonly caller: string
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  readonly output: Readonly<Record<string, unknown>>
}

/** Total cost of table calls. */
export interface TableBill {
  writeUnits: number
  readUnits: number
  /** Number of items put. */
  puts: number
  readonly callsBy: Map<string, number>
  /** Write units by caller. */
  readonly writesBy: Map<string, Writes>
}

/** Write units of items and of index entries. */
export interface Writes {
  /** Units of the items. */
  readonly items: number
  /** Units of the index entries. */
  readonly index: number
}

/** `TransactWriteItems` of puts, the only kind that the suite uses. */
interface Transaction {
  readonly TransactItems: readonly { readonly Put?: { readonly Item: WireItem } }[]
}

interface BatchGet {
  readonly RequestItems: Readonly<
    Record<string, { readonly Keys: unknown[]; readonly ConsistentRead?: boolean }>
  >
}

interface Consumed {
  readonly CapacityUnits?: number
  /** By index; present when requested and an index was written. */
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, { readonly CapacityUnits: number }>>
}

/**
 * Sums the cost of table calls. Plain calls report `ConsumedCapacity`, indexes included. Transactions are computed by rule,
 * since DynamoDB Local misreports them; the last put of each item is stored to compute index changes. A read that finds
 * nothing counts as the smallest read.
 */
export function openTableBill() {
  const newest = new Map<string, WireItem>()
  const bill: TableBill = { writeUnits: 0, readUnits: 0, puts: 0, callsBy: new Map(), writesBy: new Map() }

  function put(item: WireItem): { readonly index: number } {
    const key = JSON.stringify([item['pk'], item['sk']])
    const index = indexUnits(newest.get(key), item)
    newest.set(key, item)
    bill.puts += 1
    return { index }
  }

  function wrote(caller: string, { items, index }: Writes): void {
    const before = bill.writesBy.get(caller) ?? { items: 0, index: 0 }
    bill.writesBy.set(caller, { items: before.items + items, index: before.index + index })
    bill.writeUnits += items + index
  }

  /** Adds a successful call. Error: the operation has no cost rule. */
  function add({ caller, operation, input, output }: TableCall): void {
    const name = `${caller} ${operation}`
    bill.callsBy.set(name, (bill.callsBy.get(name) ?? 0) + 1)
    switch (operation) {
      case 'TransactWriteItems': {
        for (const { Put } of (input as unknown as Transaction).TransactItems) {
          if (Put === undefined) throw new Error('Transaction contains an action other than puts.')
          wrote(caller, { items: transactedUnits(itemBytes(Put.Item)), ...put(Put.Item) })
        }
        return
      }
      case 'PutItem':
        put(input['Item'] as WireItem)
        wrote(caller, writesIn(output))
        return
      case 'BatchWriteItem': {
        const requests = Object.values(
          input['RequestItems'] as Record<string, { PutRequest: { Item: WireItem } }[]>,
        )
        for (const { PutRequest } of requests.flat()) put(PutRequest.Item)
        wrote(caller, writesIn(output))
        return
      }
      case 'BatchGetItem':
        bill.readUnits += consumed(output) + unitsOfMissing(input as unknown as BatchGet, output)
        return
      case 'GetItem':
      case 'Query':
        bill.readUnits += Math.max(consumed(output), smallestRead(input['ConsistentRead'] === true))
        return
      default:
        throw new Error(`No cost rule for ${operation}.`)
    }
  }

  return { bill: bill as Readonly<TableBill>, add }
}

const consumed = (output: TableCall['output']): number =>
  reported(output).reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0)

/** Read units of a read that finds nothing. Source: "DynamoDB read and write operations", developer guide. */
const smallestRead = (consistent: boolean): number => (consistent ? 1 : 0.5)

/** Read units of batch keys without an item, which DynamoDB Local omits. */
function unitsOfMissing({ RequestItems }: BatchGet, output: TableCall['output']): number {
  const { Responses = {}, UnprocessedKeys = {} } = output as {
    readonly Responses?: Readonly<Record<string, readonly unknown[]>>
    readonly UnprocessedKeys?: BatchGet['RequestItems']
  }
  return Object.entries(RequestItems).reduce((sum, [table, { Keys, ConsistentRead = false }]) => {
    const answered = Keys.length - (UnprocessedKeys[table]?.Keys.length ?? 0)
    return sum + (answered - (Responses[table]?.length ?? 0)) * smallestRead(ConsistentRead)
  }, 0)
}

/** Write units of an answer. The total includes the indexes. */
function writesIn(output: TableCall['output']): Writes {
  const index = reported(output)
    .flatMap(({ GlobalSecondaryIndexes = {} }) => Object.values(GlobalSecondaryIndexes))
    .reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0)
  return { items: consumed(output) - index, index }
}

function reported({ ConsumedCapacity }: TableCall['output']) {
  const all = [ConsumedCapacity].flat() as (Consumed | undefined)[]
  return all.map((one) => {
    if (one?.CapacityUnits === undefined) throw new Error('Answer has no consumed capacity.')
    return { ...one, CapacityUnits: one.CapacityUnits }
  })
}
