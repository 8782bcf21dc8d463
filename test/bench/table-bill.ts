import { indexUnits, itemBytes, transactedUnits, type WireItem } from './capacity.ts'

/** One call to the table, with the answer that it got. */
export interface TableCall {
  /** Access key id of the caller: the function's name in letters and digits. */
  readonly caller: string
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  readonly output: Readonly<Record<string, unknown>>
}

/** What calls to the table come to. */
export interface TableBill {
  writeUnits: number
  readUnits: number
  /** Items put. */
  puts: number
  readonly callsBy: Map<string, number>
  /** Whose write units they are. */
  readonly writesBy: Map<string, Writes>
}

/** Write units, told apart. */
export interface Writes {
  /** Of the items themselves. */
  readonly items: number
  /** Of their entries in the indexes. */
  readonly index: number
}

/** `TransactWriteItems` of puts, the only kind of it that the suite has. */
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
  /** By index; there when it was asked for and something was written to one. */
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, { readonly CapacityUnits: number }>>
}

/**
 * Adds up what calls to the table cost. Plain calls say so themselves (`ConsumedCapacity`, indexes included);
 * transactions are reckoned by rule, since DynamoDB Local misreports them (for what they do to the indexes, each
 * item's last put is remembered), and so is a read that finds nothing, which costs as much as the smallest of all.
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

  /** Takes a call that succeeded. Error: an operation that the suite is not known to use. */
  function add({ caller, operation, input, output }: TableCall): void {
    const name = `${caller} ${operation}`
    bill.callsBy.set(name, (bill.callsBy.get(name) ?? 0) + 1)
    switch (operation) {
      case 'TransactWriteItems': {
        for (const { Put } of (input as unknown as Transaction).TransactItems) {
          if (Put === undefined) throw new Error('a transaction of puts is expected')
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
        throw new Error(`the bench does not know what ${operation} costs`)
    }
  }

  return { bill: bill as Readonly<TableBill>, add }
}

const consumed = (output: TableCall['output']): number =>
  reported(output).reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0)

/** Read units of a read that finds nothing. Source: "DynamoDB read and write operations", developer guide. */
const smallestRead = (consistent: boolean): number => (consistent ? 1 : 0.5)

/** Read units of the keys of a batch under which nothing was found: DynamoDB Local leaves them out. */
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

/** What was consumed by writing. What an index took is part of the whole. */
function writesIn(output: TableCall['output']): Writes {
  const index = reported(output)
    .flatMap(({ GlobalSecondaryIndexes = {} }) => Object.values(GlobalSecondaryIndexes))
    .reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0)
  return { items: consumed(output) - index, index }
}

function reported({ ConsumedCapacity }: TableCall['output']) {
  const all = [ConsumedCapacity].flat() as (Consumed | undefined)[]
  return all.map((one) => {
    if (one?.CapacityUnits === undefined) throw new Error('an answer with its consumed capacity is expected')
    return { ...one, CapacityUnits: one.CapacityUnits }
  })
}
