/** Environment variable with the address that starts the run's DynamoDB Local and answers its endpoint. */
export const DYNAMODB_ON_DEMAND = 'RETAGUARDA_TEST_DYNAMODB'

/** On the global object, since jest may load setup and teardown as two instances of this module. */
const KEY = Symbol.for('retaguarda.test.teardown')
const holder = globalThis as { [KEY]?: () => Promise<void> }

/** Keeps what the global teardown has to run. */
export function leaveForTeardown(stop: () => Promise<void>): void {
  holder[KEY] = stop
}

/** Runs what the global setup left; the run's DynamoDB Local is gone afterwards. */
export async function tearDown(): Promise<void> {
  await holder[KEY]?.()
}

/** Endpoint of the run's DynamoDB Local, which starts with the first call; throws when it cannot start. */
export async function sharedDynamoDb(): Promise<string> {
  const onDemand = process.env[DYNAMODB_ON_DEMAND]
  if (onDemand === undefined)
    throw new Error(`${DYNAMODB_ON_DEMAND} is not set: jest's globalSetup did not run`)
  const response = await fetch(onDemand)
  const answer = await response.text()
  if (!response.ok) throw new Error(answer)
  return answer
}
