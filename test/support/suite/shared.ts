/** Environment variable with the URL that starts shared resources of the run on first use. */
export const SHARED_ON_DEMAND = 'RETAGUARDA_TEST_SHARED'

/** Resources that a run starts at most once: DynamoDB Local (endpoint) and the assembled app (folder). */
export type SharedResource = 'dynamodb' | 'assembly'

/** Stored on the global object, since jest may load this module separately for setup and teardown. */
const KEY = Symbol.for('retaguarda.test.teardown')
const holder = globalThis as { [KEY]?: () => Promise<void> }

/** Stores the callback of the global teardown. */
export function onTeardown(stop: () => Promise<void>): void {
  holder[KEY] = stop
}

/** Runs the callback of the global setup, which stops all shared resources. */
export async function tearDown(): Promise<void> {
  await holder[KEY]?.()
}

async function shared(resource: SharedResource): Promise<string> {
  const onDemand = process.env[SHARED_ON_DEMAND]
  if (onDemand === undefined) throw new Error(`${SHARED_ON_DEMAND} is not set; jest globalSetup did not run.`)
  const response = await fetch(`${onDemand}/${resource}`)
  const answer = await response.text()
  if (!response.ok) throw new Error(answer)
  return answer
}

/** Endpoint of the shared DynamoDB Local; starts it on first use. Error: it cannot start. */
export const sharedDynamoDb = (): Promise<string> => shared('dynamodb')

/** Folder of the shared cloud assembly; builds and synthesises it on first use. Error: the build fails. */
export const sharedAssembly = (): Promise<string> => shared('assembly')
