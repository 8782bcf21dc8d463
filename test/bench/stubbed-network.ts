import { EventEmitter } from 'node:events'
import https from 'node:https'
import { Readable } from 'node:stream'

/** An intercepted request to an AWS service in the JSON protocol. */
export interface StubbedCall {
  /** API operation, such as `TransactWriteItems`. */
  readonly operation: string
  /** JSON. */
  readonly body: string
}

/**
 * Answers every HTTPS request of this process with `answer` instead of the network, one event loop turn later. It replaces
 * only the Node client, so the SDK runs unchanged.
 * Returns the calls in order; the caller may empty the list.
 */
export function stubNetwork(answer: (call: StubbedCall) => object): StubbedCall[] {
  const calls: StubbedCall[] = []
  https.request = ((options: https.RequestOptions, onResponse: (response: Readable) => void) => {
    const request = Object.assign(new EventEmitter(), {
      destroy: () => undefined,
      end: (body: string | Buffer = '') => {
        const target = (options.headers as Record<string, string>)['x-amz-target'] ?? ''
        const call = { operation: target.slice(target.indexOf('.') + 1), body: body.toString() }
        calls.push(call)
        setImmediate(() => onResponse(responseOf(answer(call))))
      },
    })
    return request
  }) as unknown as typeof https.request
  return calls
}

function responseOf(content: object): Readable {
  const body = Buffer.from(JSON.stringify(content))
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'content-length': String(body.length) }
  const stream = new Readable({ read: () => undefined })
  stream.push(body)
  stream.push(null)
  return Object.assign(stream, { statusCode: 200, statusMessage: 'OK', headers })
}
