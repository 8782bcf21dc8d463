/** Environment variable with the address under which a run's shared things start when they are first asked for. */
export const SHARED_ON_DEMAND = 'RETAGUARDA_TEST_SHARED'

/** What a run starts at most once: DynamoDB Local (its endpoint), and the assembled app (the assembly's folder). */
export type SharedResource = 'dynamodb' | 'assembly'

/** On the global object, since jest may load setup and teardown as two instances of this module. */
const KEY = Symbol.for('retaguarda.test.teardown')
const holder = globalThis as { [KEY]?: () => Promise<void> }

/** Keeps what the global teardown has to run. */
export function onTeardown(stop: () => Promise<void>): void {
  holder[KEY] = stop
}

/** Runs what the global setup left; all that the run shared is gone afterwards. */
export async function tearDown(): Promise<void> {
  await holder[KEY]?.()
}

async function shared(thing: SharedResource): Promise<string> {
  const onDemand = process.env[SHARED_ON_DEMAND]
  if (onDemand === undefined)
    throw new Error(`${SHARED_ON_DEMAND} is not set: jest's globalSetup did not run`)
  const response = await fetch(`${onDemand}/${thing}`)
  const answer = await response.text()
  if (!response.ok) throw new Error(answer)
  return answer
}

/** Endpoint of the run's DynamoDB Local, which starts with the first call; throws when it cannot start. */
export const sharedDynamoDb = (): Promise<string> => shared('dynamodb')

/** Folder of the run's cloud assembly, built and synthesised with the first call; throws when it cannot be made. */
export const sharedAssembly = (): Promise<string> => shared('assembly')
