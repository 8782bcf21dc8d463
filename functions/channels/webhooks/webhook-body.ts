import type { EnvelopeHeader } from '../../../events/envelope.ts'

/** Largest body, in bytes ("Standard Webhooks" 1.0.0, "Payload size"). */
const maxBytes = 20_000

/** An event as published on the bus. */
export interface PublicEvent extends EnvelopeHeader {
  readonly data: unknown
  readonly snapshot: unknown
}

/** The API path of an aggregate, by the type in its events. */
const pathOf: Readonly<Record<string, (id: string) => string>> = {
  order: (id) => `/orders/${id}`,
  issue: (id) => `/quality/issues/${id}`,
  'quality-run': (id) => `/quality/runs/${id}`,
  defect: (id) => `/quality/defects/${id}`,
  message: (id) => `/email/messages/${id}`,
  connection: (id) => `/channels/connections/${id}`,
  delivery: (id) => `/channels/deliveries/${id}`,
  subscription: (id) => `/channels/subscriptions/${id}`,
}

/**
 * The body of a webhook, as JSON: `type`, `timestamp` and `data` by Standard Webhooks, and the event's
 * envelope. `snapshot` is the state after the event when it fits; otherwise `truncated` is true, and `link` is
 * the API path of the aggregate.
 */
export function bodyOf(event: PublicEvent): string {
  const { id, type, version, store, occurredAt, aggregate, correlationId, data, snapshot } = event
  const link = pathOf[aggregate.type]?.(aggregate.id)
  const header = {
    type,
    timestamp: occurredAt,
    id,
    version,
    store,
    aggregate,
    correlationId,
    ...(link === undefined ? {} : { link }),
  }
  const whole = JSON.stringify({ ...header, data, snapshot })
  if (isWithinLimit(whole)) return whole
  const withoutSnapshot = JSON.stringify({ ...header, data, truncated: true })
  return isWithinLimit(withoutSnapshot)
    ? withoutSnapshot
    : JSON.stringify({ ...header, data: {}, truncated: true })
}

const isWithinLimit = (body: string): boolean => Buffer.byteLength(body) <= maxBytes
