import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '../build.ts'
import { deployedFunctions } from '../deployed-functions.ts'
import { type Assembled, assemble } from './assemble.ts'
import { endpointsOf } from './endpoints.ts'
import { bindSampleClients, tokenFor } from './sample-clients.ts'
import { type SeededStore, seedSampleData } from './sample-data.ts'
import { startSandboxProcess } from './sandboxes.ts'
import { type SuiteCloud, startSuiteCloud } from './suite-cloud.ts'
import { watchSources } from './watch.ts'

const root = dirname(dirname(import.meta.dirname))
const local = join(root, '.local')
const endpointsFile = join(local, 'endpoints.json')
const logFile = join(local, 'functions.log')

interface Settings {
  readonly port: number
  readonly dataDir: string | undefined
  readonly watching: boolean
  /** Calls the real marketplaces instead of their sandboxes. */
  readonly live: boolean
}

function readSettings(): Settings {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      watch: { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
    },
  })
  const port = Number(process.env['PORT'] ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a port number, not ${process.env['PORT']}.`)
  }
  return { port, dataDir: values.data && resolve(values.data), watching: values.watch, live: values.live }
}

/** Checks the port before the build; the API binds it later. */
async function requireFreePort(port: number): Promise<void> {
  const probe = createServer()
  try {
    await new Promise<void>((free, taken) => {
      probe.once('error', taken).listen(port, '127.0.0.1', free)
    })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const taken = `Port ${port} is in use. Stop its process, or use another port: PORT=${port + 1} npm start`
    throw new Error(code === 'EADDRINUSE' ? taken : `Port ${port} cannot be used: ${message}`, {
      cause: error,
    })
  } finally {
    probe.close()
  }
}

async function seed(cloud: SuiteCloud, dataDir: string | undefined): Promise<readonly SeededStore[]> {
  await bindSampleClients(cloud)
  const marker = dataDir && join(dataDir, 'sample-data.json')
  if (marker && existsSync(marker)) return []
  const clients = cloud.identity.clients.filter(({ id, store }) => id === store)
  const tokens = await Promise.all(
    clients.map(async (client) => ({
      store: client.store,
      token: await tokenFor(cloud.endpoints.token, client),
    })),
  )
  const stores = await seedSampleData(cloud.endpoints.api, tokens, new Date(cloud.clock.now()), () =>
    cloud.idle(),
  )
  if (marker) writeFileSync(marker, JSON.stringify(stores))
  return stores
}

/** Writes the endpoints file for scripts, demos and operations. */
const writeEndpoints = (cloud: SuiteCloud, sandboxes: Readonly<Record<string, string>>): void =>
  writeFileSync(endpointsFile, `${JSON.stringify({ ...endpointsOf(cloud, logFile), sandboxes }, null, 2)}\n`)

function greet(
  { endpoints, identity, resources, unknownTypes }: SuiteCloud,
  stores: readonly SeededStore[],
  sandboxes: Readonly<Record<string, string>>,
): void {
  const { api, token, smtp, mailViewer, dynamodb, monitoring } = endpoints
  const client = identity.clients[0]!
  const hasDocs = resources.some(({ properties }) => properties.RouteKey === 'GET /docs')
  const marketplaces = Object.keys(sandboxes)
  const sample = stores.map(({ store, placed }) => `${placed} orders of ${store}`).join(', ')
  console.log(`
Retaguarda is ready${sample && `, with ${sample}`}.

  API         ${api}${hasDocs ? `\n  API docs    ${api}/docs` : ''}
  Sent mail   ${mailViewer}
  Alarms      ${monitoring}
  Mail in     ${smtp}
  Tokens      ${token}
  DynamoDB    ${dynamodb}${marketplaces.length === 0 ? '' : `\n  Sandboxes   ${marketplaces.join(', ')}`}
  Endpoints   ${relative(process.cwd(), endpointsFile)}
  Logs        ${relative(process.cwd(), logFile)}

Try:

  TOKEN=$(curl -s -u ${client.id}:${client.secret} -d grant_type=client_credentials ${token} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s -H "authorization: Bearer $TOKEN" '${api}/orders?held=true'
  curl -s -H "authorization: Bearer $TOKEN" ${api}/quality/issues
  npm run demo:walk        an order from placement to delivery, on this suite
  npm run demo:quality     holds of every check, waivers, defects and back-tests
  npm run demo:channels    webhooks from marketplaces and shops, signed webhooks to subscribers
  npm run demo:email       customer mail: threads, categories, response targets, answers
  npm run demo:ops         alarms and runbooks: dead letters, a stopped relay, an erased customer

Send customer mail to ${client.store}@mail.example.com at the SMTP address above. Ctrl-C stops everything.`)
  for (const type of unknownTypes) console.log(`The local cloud does not support ${type}.`)
}

/** Reloads changed functions; template changes need a restart. */
function watchFor(cloud: SuiteCloud, { bundles }: Assembled): () => void {
  return watchSources({
    functionNames: Object.keys(deployedFunctions),
    folders: ['functions', 'shared', 'events'].map((folder) => join(root, folder)),
    bundles,
    rebuild: () => build({ outdir: bundles, minify: false }),
    reload: cloud.functions.reload,
    report: (changed, error) => {
      if (error) console.error(`Not reloaded: ${error.message}`)
      else if (changed.length > 0) console.log(`Reloaded ${changed.join(', ')}`)
    },
  })
}

async function main(): Promise<void> {
  const { port, dataDir, watching, live } = readSettings()
  await requireFreePort(port)
  mkdirSync(local, { recursive: true })
  rmSync(logFile, { force: true })

  console.log('Building and synthesising ...')
  const assembled = await assemble({ folder: join(local, 'app'), minify: !watching })
  console.log('Starting the local cloud ...')
  const sandboxes = live ? undefined : await startSandboxProcess()
  const cloud = await startSuiteCloud({
    assembly: assembled.assembly,
    port,
    logFile,
    ...(dataDir !== undefined && { dataDir }),
    ...(sandboxes !== undefined && { variables: sandboxes.variables }),
  }).catch(async (error: unknown) => {
    await sandboxes?.stop()
    throw error
  })
  let unwatch: (() => void) | undefined
  const stop = async () => {
    // A second Ctrl-C ends the process at once.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeAllListeners(signal)
    rmSync(endpointsFile, { force: true })
    unwatch?.()
    await cloud.stop()
    await sandboxes?.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
  try {
    const stores = await seed(cloud, dataDir)
    writeEndpoints(cloud, sandboxes?.urls ?? {})
    greet(cloud, stores, sandboxes?.urls ?? {})
    if (watching) unwatch = watchFor(cloud, assembled)
  } catch (error) {
    await stop()
    throw error
  }
}

main().catch((error: Error) => {
  console.error(process.env['DEBUG'] ? error : `${error.message}\n(Set DEBUG=1 for a stack trace.)`)
  process.exitCode = 1
})
