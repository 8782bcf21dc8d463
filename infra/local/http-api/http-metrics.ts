import type { Report } from '../cloudwatch/metrics.ts'

interface Exchange {
  readonly status: number
  /** Milliseconds. */
  readonly latency: number
  /** Milliseconds; undefined when no function was invoked. */
  readonly integrationLatency: number | undefined
  readonly routeKey: string | undefined
}

interface ApiMetricsOptions {
  readonly apiId: string
  readonly stage: string
  readonly report: Report | undefined
}

/**
 * Makes what reports the metrics of an HTTP API (namespace `AWS/ApiGateway`): for the API, its stage and, as with
 * detailed metrics, its routes.
 */
export function createApiMetrics({ apiId, stage, report }: ApiMetricsOptions): (exchange: Exchange) => void {
  return ({ status, latency, integrationLatency, routeKey }) => {
    if (report === undefined) return
    const [method, resource] = routeKey?.split(' ') ?? []
    const dimensions: Record<string, string>[] = [{ ApiId: apiId }, { ApiId: apiId, Stage: stage }]
    if (method !== undefined && resource !== undefined)
      dimensions.push({ ApiId: apiId, Stage: stage, Method: method, Resource: resource })
    for (const one of dimensions) {
      report('Count', one)
      report('4xx', one, status >= 400 && status < 500 ? 1 : 0)
      report('5xx', one, status >= 500 ? 1 : 0)
      report('Latency', one, latency)
      if (integrationLatency !== undefined) report('IntegrationLatency', one, integrationLatency)
    }
  }
}
