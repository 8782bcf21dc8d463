import { identityPlaceholder, webClientPlaceholder } from '../../functions/docs/serve-documents.http.ts'
import { resourceServer, scopes } from '../../shared/http/route.ts'

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'A value of your own, new for each thing that you create and the same when you repeat it: a repeat gets the first answer.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  example: '0192f7a4-8d1e-7c3b-9a55-3f1b0c6d2e47',
}

/** Request headers, by the names that operations use. */
export const parameters = {
  IdempotencyKey: { ...idempotencyKey, required: true },
  OptionalIdempotencyKey: { ...idempotencyKey, required: false },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description:
      'The `ETag` of the version that you read: the change is refused when it is no longer the newest.',
    schema: { type: 'string' },
    example: '"1"',
  },
  Store: {
    name: 'Retaguarda-Store',
    in: 'header',
    required: false,
    description: 'Store of the request; required when the caller is bound to several.',
    schema: { type: 'string' },
  },
  CorrelationId: {
    name: 'X-Correlation-Id',
    in: 'header',
    required: false,
    description:
      'An id of your own for all that the request sets off; it stands in every event and log line.',
    schema: { type: 'string', pattern: '^[\\w.:-]{8,64}$' },
  },
}

/** Response headers. */
export const headers = {
  ETag: { description: 'Version, for `If-Match`.', schema: { type: 'string' }, example: '"1"' },
  Location: { description: 'Location of the resource.', schema: { type: 'string', format: 'uri-reference' } },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
  'Idempotent-Replayed': {
    description: '`true` when this repeats the first response to the key.',
    schema: { type: 'string', const: 'true' },
  },
}

const granted = Object.fromEntries(
  Object.entries(scopes).map(([scope, meaning]) => [`${resourceServer}/${scope}`, meaning]),
)

/** OAuth 2: client credentials for machines, the authorization code flow with PKCE for people. */
export const oauth2 = {
  type: 'oauth2',
  description: 'Machines use client credentials; people the authorization code flow with PKCE.',
  'x-web-client-id': webClientPlaceholder,
  flows: {
    clientCredentials: { tokenUrl: `${identityPlaceholder}/oauth2/token`, scopes: granted },
    authorizationCode: {
      authorizationUrl: `${identityPlaceholder}/oauth2/authorize`,
      tokenUrl: `${identityPlaceholder}/oauth2/token`,
      scopes: granted,
    },
  },
}
