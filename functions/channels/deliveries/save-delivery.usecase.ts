import { DomainError } from '../../../shared/domain-error.ts'
import type { Connection } from '../connections/connection.ts'
import type { CallDescription } from '../platforms/call.ts'
import { commitDelivery } from './delivery.store.ts'
import { receive } from './delivery.ts'
import { maxPackedBytes, packBody } from './raw-body.ts'

/**
 * Saves a verified call with its body and its event, in one write; a repeat changes nothing. Error:
 * `body-too-large` when the packed body exceeds the table's limit.
 */
export async function saveDelivery(
  connection: Connection,
  described: CallDescription,
  body: Uint8Array,
  { requestId, now }: { readonly requestId: string; readonly now: string },
): Promise<void> {
  const packed = packBody(body)
  if (packed.length > maxPackedBytes)
    throw new DomainError('body-too-large', `Packed body is larger than ${maxPackedBytes} bytes.`)
  const cause = {
    actor: { type: 'system', id: connection.platform },
    causationId: requestId,
    correlationId: requestId,
  } as const
  await commitDelivery(receive(connection, described, now), packed, cause, now)
}
