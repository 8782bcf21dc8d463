import { nameOf, operatedTypes } from '../ops/suite/suite.ts'
import type { SuiteCloud } from './suite-cloud.ts'

/** The endpoints file, by which scripts, demos and `npm run ops` find the local suite. */
export type LocalEndpoints = ReturnType<typeof endpointsOf>

/** Endpoints of a local cloud, with its clients and the resources that the commands use. */
export function endpointsOf({ endpoints, identity, resources }: SuiteCloud, logFile?: string) {
  const { api, token, smtp, mailViewer, dynamodb, sqs, events, monitoring } = endpoints
  const { authorizeUrl: authorize, people, webClientIds, userPoolsUrl: userPools } = identity
  return {
    api,
    token,
    clients: identity.clients.map(({ id, secret, scopes, store }) => ({ id, secret, scopes, store })),
    smtp,
    mailViewer,
    dynamodb,
    sqs,
    events,
    monitoring,
    userPools,
    signIn: { authorize, clientIds: webClientIds, people },
    logFile,
    resources: resources
      .filter(({ type }) => operatedTypes.has(type))
      .map(({ logicalId, type, ref }) => ({ name: nameOf(logicalId), type, id: ref })),
    console: null,
  }
}
