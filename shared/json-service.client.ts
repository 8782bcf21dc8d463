import { env } from './env.ts'
import { retry } from './retry.ts'
import { type SignedResponse, sendSigned } from './signed-request.client.ts'

/** One operation of an AWS service with the JSON protocol. */
export interface JsonCall {
  /** The service's name in signatures and in its public host, such as `sqs`. */
  readonly service: string
  /** Endpoint instead of its public host, if any. */
  readonly endpoint: string | undefined
  /** Value of `X-Amz-Target`, such as `AmazonSQS.SendMessage`. */
  readonly target: string
  /** Version of the JSON protocol that the service's model names. */
  readonly protocol: '1.0' | '1.1'
  readonly input: object
}

const tries = 3

/**
 * Calls an idempotent operation: three tries in all when the service throttles, fails or is unreachable. The SDK's client
 * of a service adds about 25 KB to a bundle, and time to every cold start.
 * Error: the service's error, or why it was unreachable.
 */
export async function callJsonService(call: JsonCall): Promise<Record<string, unknown>> {
  return retry(
    async () => {
      const answer = await send(call)
      if (answer.status === 200) return JSON.parse(textOf(answer)) as Record<string, unknown>
      throw new ServiceFailure(call.target, answer)
    },
    { tries, delay: 100, isTransient: (error) => !(error instanceof ServiceFailure) || error.isTransient },
  )
}

/** A response of a service other than success. */
class ServiceFailure extends Error {
  readonly isTransient: boolean

  constructor(target: string, answer: SignedResponse) {
    super(`${target}: ${answer.status} ${textOf(answer).slice(0, 500)}`)
    this.isTransient =
      answer.status >= 500 || answer.status === 429 || /Throttl|TooManyRequests|SlowDown/.test(textOf(answer))
  }
}

const send = ({ service, endpoint, target, protocol, input }: JsonCall): Promise<SignedResponse> =>
  sendSigned({
    service,
    method: 'POST',
    endpoint: new URL(endpoint ?? `https://${service}.${env('AWS_REGION')}.amazonaws.com`),
    path: '/',
    headers: { 'content-type': `application/x-amz-json-${protocol}`, 'x-amz-target': target },
    body: JSON.stringify(input),
  })

const textOf = ({ body }: SignedResponse): string => Buffer.from(body).toString('utf8')
