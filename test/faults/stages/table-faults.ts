import { AsyncLocalStorage } from 'node:async_hooks'
import {
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import { documents } from '../../../shared/table/table.store.ts'

/** What may befall a call that writes to the table. */
export type WriteFault =
  /** The table refuses it for its rate. */
  | 'throttle'
  /** Another transaction is under way for the item. */
  | 'conflict'
  /** The function dies before the call, or when it is done. */
  | 'dieBefore'
  | 'dieAfter'
  /** It is done, and the connection breaks. */
  | 'loseAnswer'

/** Says which fault befalls the n-th write (from 1) of what is under way. */
export type FaultAt = (write: number) => WriteFault | undefined

/** Faults of the table in this process, each in the very work for which it is asked. */
export interface TableFaults {
  /** Runs something amid faults; gives what it gives and how often the table was asked to write. */
  during<T>(strike: FaultAt, run: () => Promise<T>): Promise<{ readonly result: T; readonly writes: number }>
  stop(): void
}

const name = 'table-faults'

/** Stands between the suite and its table, inside the SDK's own retries. */
export function injectTableFaults(): TableFaults {
  const current = new AsyncLocalStorage<{ readonly strike: FaultAt; writes: number }>()
  documents.middlewareStack.add(
    (next) => async (args) => {
      const under = current.getStore()
      const operation = operationOf(args.request as { headers: Record<string, string> })
      if (under === undefined || !/^(?:Put|Transact|Update|Delete)/.test(operation)) return next(args)
      under.writes += 1
      const fault = under.strike(under.writes)
      if (fault === 'throttle' || fault === 'conflict') throw awsError(fault, operation)
      if (fault === 'dieBefore') throw new Error('the function died before a write')
      const answer = await next(args)
      if (fault === 'dieAfter') throw new Error('the function died after a write')
      if (fault === 'loseAnswer') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
      return answer
    },
    { step: 'finalizeRequest', priority: 'low', name },
  )
  return {
    async during(strike, run) {
      const under = { strike, writes: 0 }
      return { result: await current.run(under, run), writes: under.writes }
    },
    stop: () => void documents.middlewareStack.remove(name),
  }
}

const operationOf = ({ headers }: { readonly headers: Record<string, string> }): string =>
  headers['x-amz-target']?.split('.')[1] ?? ''

function awsError(fault: 'throttle' | 'conflict', operation: string): Error {
  const $metadata = { httpStatusCode: 400 }
  if (fault === 'throttle')
    return new ProvisionedThroughputExceededException({ message: 'the rate was exceeded', $metadata })
  if (!operation.startsWith('Transact'))
    return new TransactionConflictException({ message: 'a transaction is under way', $metadata })
  return new TransactionCanceledException({
    message: 'cancelled',
    $metadata,
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
  })
}
