import { nameOf, operatedTypes } from '../ops/suite/suite.ts'
import type { SuiteCloud } from './suite-cloud.ts'

/** What scripts, demos and `npm run ops` read to find the suite that runs on this machine. */
export type LocalEndpoints = ReturnType<typeof endpointsOf>

/** Where a local cloud answers, with its clients and those of its resources that operations have to do with. */
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
