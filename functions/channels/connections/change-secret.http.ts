import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { rotated } from '../platforms/credentials/connection-secrets.ts'
import { fetchSecrets, writeSecrets } from '../platforms/credentials/secrets.client.ts'
import { changeConnection } from './change-connection.usecase.ts'
import { changeSecret } from './connection.ts'
import { ChangeSecretRequest, ConnectionPath, ConnectionView } from './connection-requests.ts'

/** Gives a connection a new secret, with an optional grace period for the old one, or new credentials. */
export const changeSecretRoute = route({
  method: 'PUT',
  path: '/channels/connections/{connectionId}/secret',
  scope: 'channels:write',
  summary: 'Rotate the secrets of a connection',
  params: ConnectionPath,
  request: ChangeSecretRequest,
  response: ConnectionView,
  success: 200,
  changes: true,
  run: (context) =>
    changeConnection(context, async (connection, now) => {
      const decision = changeSecret(connection, context.body.previousUntil, now)
      const existing = await fetchSecrets(connection.id)
      if (existing === undefined) throw new DomainError('busy', 'Secrets are not written yet; retry.')
      await writeSecrets(connection.id, rotated(existing, context.body))
      return decision
    }),
})
