import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import type { CloudPart, CloudResource } from '../contracts.ts'

/** A running DynamoDB Local. */
export interface DynamoDb extends CloudPart {
  readonly endpoint: string
}

export interface DynamoDbOptions {
  /** Folder of the tables; in memory by default. */
  readonly dataDir?: string
  /** TCP port; a free one by default. */
  readonly port?: number
  /** The `java` command; default: the one on the PATH. */
  readonly java?: string
}

const START_LIMIT_MS = 30_000
const ATTEMPTS = 3

/** The client compiler alone (C1) starts a third faster, and the small heap is enough for development data. */
const JAVA_FLAGS = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xms64m', '-Xmx512m']

/**
 * Starts AWS's DynamoDB Local (one database for all callers) and waits until it responds.
 * Throws, with the command to install it, when Java 17 or newer is missing.
 */
export async function startDynamoDb(options: DynamoDbOptions = {}): Promise<DynamoDb> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    const java = launch(port, options)
    try {
      await answering(`http://127.0.0.1:${port}`, java)
      return { endpoint: `http://127.0.0.1:${port}`, pending: () => 0, stop: () => java.stop() }
    } catch (error) {
      await java.stop()
      // Another process may take the port between finding and binding it.
      if (!(error instanceof PortTaken) || options.port !== undefined || attempt === ATTEMPTS) throw error
    }
  }
}

class PortTaken extends Error {}

interface Java {
  /** Why the process ended before it responded. */
  failure(): Error | undefined
  stop(): Promise<void>
}

function launch(port: number, options: DynamoDbOptions): Java {
  const home = emulatorFolder()
  if (options.dataDir !== undefined) mkdirSync(options.dataDir, { recursive: true })
  const storage = options.dataDir === undefined ? ['-inMemory'] : ['-dbPath', options.dataDir]
  const library = `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`
  const jar = ['-jar', join(home, 'DynamoDBLocal.jar'), '-sharedDb', '-disableTelemetry', '-port', `${port}`]
  const child = spawn(options.java ?? 'java', [...JAVA_FLAGS, library, ...jar, ...storage], {
    cwd: home,
    // A process group of its own: Ctrl-C reaches only our process, which stops its parts in order.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const guard = child.pid === undefined ? undefined : guardAgainstOrphan(child.pid)
  let said = ''
  let failure: Error | undefined
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < 8_000) said += text
  })
  ;(child.stderr as unknown as { unref(): void }).unref()
  child.unref()

  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      failure = new Error(`DynamoDB Local needs Java 17 or newer, and ${error.message}. ${remedy()}`)
      resolve()
    })
    child.once('close', (code) => {
      failure ??= whyItEnded(said, code)
      guard?.kill('SIGKILL')
      resolve()
    })
  })

  async function stop(): Promise<void> {
    // Referenced again, or the process could end here with nothing left to wait for.
    child.ref()
    // In memory there is nothing to save.
    child.kill(options.dataDir === undefined ? 'SIGKILL' : 'SIGTERM')
    await ended
  }
  return { failure: () => failure, stop }
}

/** A shell waits for the end of its standard input, which comes when this process dies, then ends Java. */
function guardAgainstOrphan(pid: number): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', `read -r _; kill -9 ${pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.on('error', () => undefined)
  guard.stdin.on('error', () => undefined)
  ;(guard.stdin as unknown as { unref(): void }).unref()
  guard.unref()
  return guard
}

function whyItEnded(said: string, code: number | null): Error {
  if (/UnsupportedClassVersionError|Unrecognized VM option/.test(said)) {
    return new Error(`DynamoDB Local needs Java 17 or newer; the java on the PATH is older. ${remedy()}`)
  }
  if (/Address already in use|BindException/.test(said)) return new PortTaken(said.trim())
  return new Error(`DynamoDB Local ended with code ${code} before it answered: ${said.trim() || 'no output'}`)
}

function remedy(): string {
  if (process.platform === 'darwin') return 'Install it with: brew install openjdk@17'
  if (process.platform === 'win32') return 'Install it with: winget install EclipseAdoptium.Temurin.17.JRE'
  return 'Install it with: sudo apt-get install -y openjdk-17-jre-headless'
}

function emulatorFolder(): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve('amplify-dynamodb-simulator/package.json')), 'emulator')
}

async function answering(endpoint: string, java: Java): Promise<void> {
  for (const end = Date.now() + START_LIMIT_MS; Date.now() < end; await delay(20)) {
    const failure = java.failure()
    if (failure !== undefined) throw failure
    try {
      await (await fetch(endpoint)).arrayBuffer()
      return
    } catch {
      // Not listening yet.
    }
  }
  throw new Error(`DynamoDB Local did not answer at ${endpoint} within ${START_LIMIT_MS / 1000} s`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * Creates the tables of a template, with indexes, stream and time to live; keeps existing ones.
 * A table's name is its `Ref`.
 */
export async function createTables(resources: readonly CloudResource[], endpoint: string): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'cloud', secretAccessKey: 'cloud' },
  })
  try {
    const tables = resources.filter((resource) => resource.type === 'AWS::DynamoDB::Table')
    for (const { ref, properties } of tables) await createTable(client, ref, properties)
  } finally {
    client.destroy()
  }
}

/** Creates one table from its CloudFormation properties. */
async function createTable(
  client: DynamoDBClient,
  name: string,
  properties: CloudResource['properties'],
): Promise<void> {
  try {
    await client.send(new CreateTableCommand(tableInput(name, properties)))
  } catch (error) {
    if (error instanceof ResourceInUseException) return
    throw error
  }
  if (properties.TimeToLiveSpecification?.Enabled !== true) return
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: properties.TimeToLiveSpecification,
    }),
  )
}

function tableInput(name: string, properties: CloudResource['properties']): CreateTableCommandInput {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = properties
  const view = properties.StreamSpecification?.StreamViewType
  return {
    TableName: name,
    AttributeDefinitions,
    KeySchema,
    // Capacity is not simulated: provisioned tables run on demand too.
    BillingMode: 'PAY_PER_REQUEST',
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(indexInput) }),
    ...(LocalSecondaryIndexes && { LocalSecondaryIndexes: LocalSecondaryIndexes.map(indexInput) }),
    ...(view && { StreamSpecification: { StreamEnabled: true, StreamViewType: view } }),
  }
}

function indexInput({ IndexName, KeySchema, Projection }: CloudResource['properties']) {
  return { IndexName, KeySchema, Projection }
}
