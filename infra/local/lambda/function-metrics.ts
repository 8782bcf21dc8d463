import type { Report } from '../cloudwatch/metrics.ts'
import type { CloudResource, InvokeResult } from '../contracts.ts'
import type { FunctionPool, Invocation } from './function-pool.ts'

/** The metrics of Lambda (namespace `AWS/Lambda`) by the dimension `FunctionName`. */
export interface FunctionMetrics {
  /** Wraps a pool and counts its invocations. */
  measure(pool: FunctionPool): FunctionPool
  /** Records the duration of an invocation, without the wait for an environment. */
  readonly timed: (invocation: Invocation) => void
}

/** Creates the metrics of all functions of the template. */
export function createFunctionMetrics(resources: readonly CloudResource[], report: Report): FunctionMetrics {
  const functions = resources.filter(({ type }) => type === 'AWS::Lambda::Function')
  const byName = new Map(functions.map(({ name, ref }) => [name, ref]))
  const byArn = new Map(functions.map(({ arn, ref }) => [arn, ref]))
  const inFlight = new Map<string, number>()

  async function measured(functionArn: string, running: () => Promise<InvokeResult>): Promise<InvokeResult> {
    const name = byArn.get(functionArn.split(':').slice(0, 7).join(':')) ?? functionArn
    const dimensions = { FunctionName: name }
    const now = (inFlight.get(name) ?? 0) + 1
    inFlight.set(name, now)
    report('ConcurrentExecutions', dimensions, now)
    try {
      const result = await running()
      const throttled = !result.ok && result.fault === 'throttled'
      report('Throttles', dimensions, throttled ? 1 : 0)
      if (throttled) return result
      report('Invocations', dimensions)
      report('Errors', dimensions, result.ok ? 0 : 1)
      return result
    } finally {
      inFlight.set(name, inFlight.get(name)! - 1)
    }
  }

  return {
    measure: (pool) => ({
      ...pool,
      run: (arn, ...given) => measured(arn, () => pool.run(arn, ...given)),
      invoke: (arn, event) => measured(arn, () => pool.invoke(arn, event)),
    }),
    timed: ({ functionName, milliseconds }) => {
      report('Duration', { FunctionName: byName.get(functionName) ?? functionName }, milliseconds)
    },
  }
}
