import { redact } from '../../shared/redact.ts'
import { errorCodeOf } from './dead-letters.ts'
import type { Message } from './suite/queues.ts'

/** Summary lines of a message, without personal data. */
export function summaryOf(message: Message, withBody: boolean): string[] {
  const event = readEvent(message.body)
  const { detail } = event
  const facts: readonly (readonly [string, unknown])[] = [
    ['sent', message.sentAt],
    ['code', errorCodeOf(message) ?? 'none: too many failed attempts'],
    ['error', message.attributes['ERROR_MESSAGE']?.StringValue],
    ['event', event['detail-type'] ?? 'not a bus event'],
    ['store', detail?.store],
    [
      'of',
      detail?.aggregate &&
        `${detail.aggregate.type} ${detail.aggregate.id}, version ${detail.aggregate.version}`,
    ],
    ['correlation id', detail?.correlationId],
    ['body', withBody ? JSON.stringify(readable(message.body)) : undefined],
  ]
  return [
    message.id,
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : `  ${name.padEnd(15)} ${String(value)}`)),
  ]
}

interface BusMessage {
  readonly 'detail-type'?: string
  readonly detail?: {
    readonly store?: string
    readonly correlationId?: string
    readonly aggregate?: { readonly type: string; readonly id: string; readonly version: number }
  }
}

const readEvent = (body: string): BusMessage => {
  const value = jsonOf(body)
  return typeof value === 'object' && value !== null ? value : {}
}

const readable = (body: string): unknown => redact(jsonOf(body) ?? body)

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
