import { signingKey } from '../../../shared/secret.client.ts'
import { threadToken } from './thread-references.ts'

/** The token of a thread, signed with the suite's key: see `threadToken`. */
export const tokenOfThread = async (store: string, threadId: string): Promise<string> =>
  threadToken(store, threadId, await signingKey())
