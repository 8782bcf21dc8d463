import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { LocalFunction } from '../../infra/local/lambda/function-settings.ts'
import { atMost, type Figure } from './figure.ts'
import type { WarmOrder } from './warm-order.child.ts'

const budgets = { ratio: atMost(3.2, 1.5), tableCalls: atMost(1, 1) }

/**
 * Time of a warm `POST /orders` of three lines in the real bundle with a stubbed network, as a ratio to a bare SDK
 * `TransactWriteItems` of the same items with the same stub; both are measured alternately.
 */
export async function warmOrder(ordersApi: LocalFunction): Promise<Figure[]> {
  const child = fork(join(import.meta.dirname, 'warm-order.child.ts'), [ordersApi.directory], {
    env: {
      ...ordersApi.variables,
      // Log lines are discarded, as fast as writing to the pipe of Lambda.
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'close')
  const [result] = (await Promise.race([once(child, 'message'), ended.then(() => [])])) as [WarmOrder?]
  await ended
  if (result === undefined) throw new Error('The warm order ended without a result.')
  return [
    {
      name: 'warm: POST /orders over the bare SDK call',
      value: result.ratio,
      unit: 'x',
      bound: budgets.ratio,
      note: `median of paired rounds; both write the same ${result.actions} items in one transaction to a stub in the process`,
    },
    { name: 'warm: POST /orders', value: result.handlerMicroseconds, unit: 'us' },
    { name: 'warm: the bare SDK call', value: result.bareMicroseconds, unit: 'us' },
    {
      name: 'table calls in POST /orders',
      value: result.tableCalls,
      unit: '',
      bound: budgets.tableCalls,
    },
  ]
}
