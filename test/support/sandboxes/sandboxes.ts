import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { CalledPlatform } from '../../../functions/channels/platforms/platforms.client.ts'
import { disturbed, drip, type PlannedFault, type SandboxFault } from './faults.ts'
import { mercadoLivre } from './mercado-livre.ts'
import { mercadoPago } from './mercado-pago.ts'
import { nuvemshop } from './nuvemshop.ts'
import { json, type PlatformSandbox, type SandboxCall, type SandboxState } from './platform-sandbox.ts'
import { shopify } from './shopify.ts'
import { vtex } from './vtex.ts'
import { woocommerce } from './woocommerce.ts'

/** The sandbox of each platform whose API the suite calls. The compiler names a platform that is missing. */
export const platformSandboxes = {
  'mercado-livre': mercadoLivre,
  'mercado-pago': mercadoPago,
  nuvemshop,
  vtex,
  shopify,
  woocommerce,
} as const satisfies Record<CalledPlatform, PlatformSandbox>
export type SandboxName = CalledPlatform

/** The platforms' APIs, simulated on this machine. */
export interface Sandboxes {
  /** Base URL of each platform: the value of `CHANNEL_SANDBOXES` before it is serialised. */
  readonly urls: Readonly<Record<SandboxName, string>>
  /** Serves a document at a path; a string is served exactly as it is. */
  put(platform: SandboxName, path: string, document: object | string): void
  /** Injects a fault into the next request whose path begins with `path` (any by default). */
  disturb(platform: SandboxName, fault: SandboxFault, path?: string): void
  /** The requests so far, as `GET /orders/1`. */
  requests(platform: SandboxName): readonly string[]
  state(platform: SandboxName): SandboxState
  stop(): Promise<void>
}

interface Running {
  readonly platform: PlatformSandbox
  readonly state: SandboxState
  readonly faults: PlannedFault[]
  readonly requests: string[]
}

/** Starts all sandboxes on one free port, each below its platform's name, unless a port is given. */
export async function startSandboxes(port = 0): Promise<Sandboxes> {
  const running = new Map<string, Running>(
    Object.entries(platformSandboxes).map(([name, platform]) => [name, begun(platform)]),
  )
  const of = (name: string): Running => {
    const one = running.get(name)
    if (one === undefined) throw new Error(`a sandbox was expected, not ${name}`)
    return one
  }
  const server = createServer((request, response) => {
    answer(running, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const urls = Object.fromEntries(Object.keys(platformSandboxes).map((name) => [name, `${url}/${name}`]))
  return {
    urls: urls as Record<SandboxName, string>,
    put: (name, path, document) => put(of(name), path, document),
    disturb: (name, fault, path = '') => void of(name).faults.push({ fault, path }),
    requests: (name) => of(name).requests,
    state: (name) => of(name).state,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped())
        server.closeAllConnections()
      }),
  }
}

const begun = (platform: PlatformSandbox): Running => ({
  platform,
  state: {
    documents: new Map(),
    tokens: new Set(platform.tokens),
    refreshToken: platform.credentials['refreshToken'] ?? '',
    refreshes: 0,
  },
  faults: [],
  requests: [],
})

const put = ({ state }: Running, path: string, document: object | string): void =>
  void state.documents.set(path, typeof document === 'string' ? document : JSON.stringify(document))

async function answer(
  running: ReadonlyMap<string, Running>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox')
  const [, name = '', rest = ''] = /^\/([^/]+)(\/.*)$/.exec(url.pathname) ?? []
  const one = running.get(name)
  if (one === undefined) return void response.writeHead(404).end()
  const call: SandboxCall = {
    method: request.method ?? 'GET',
    path: decodeURIComponent(rest),
    query: url.searchParams,
    headers: request.headers as SandboxCall['headers'],
    body: await text(request),
  }
  if (call.path.startsWith('/.sandbox/')) return control(one, call, response)
  one.requests.push(`${call.method} ${rest}${url.search}`)
  const fault = turnOf(one, rest)
  if (fault?.kind === 'expired') one.state.tokens.clear()
  if (fault?.kind === 'dripping') return drip(response)
  const came = disturbed(fault, right(one, call))
  if (came === undefined) return void response.destroy()
  response.writeHead(came.status, { 'content-type': 'application/json', ...came.headers }).end(came.body)
}

function turnOf({ faults }: Running, path: string): SandboxFault | undefined {
  const place = faults.findIndex((planned) => path.startsWith(planned.path))
  return place < 0 ? undefined : faults.splice(place, 1)[0]?.fault
}

function right({ platform, state }: Running, call: SandboxCall) {
  const refused = platform.refuse(call, state)
  if (refused !== undefined) return refused
  const served = platform.serve(call, state)
  if (served !== undefined) return served
  const document = call.method === 'GET' ? state.documents.get(call.path) : undefined
  return document === undefined ? platform.missing : json(200, document)
}

/** For another process: `PUT /.sandbox/documents/<path>` serves a document, `POST /.sandbox/faults` plans a fault. */
function control(one: Running, { method, path, body }: SandboxCall, response: ServerResponse): void {
  const documents = '/.sandbox/documents'
  if (method === 'PUT' && path.startsWith(`${documents}/`)) put(one, path.slice(documents.length), body)
  else if (method === 'POST' && path === '/.sandbox/faults') one.faults.push(JSON.parse(body) as PlannedFault)
  else return void response.writeHead(404).end()
  response.writeHead(204).end()
}
