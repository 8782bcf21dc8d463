import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CloudClock, CloudPart, ServiceEndpoints } from '../contracts.ts'
import { conflicting, failing, type ServiceAnswer, type ServiceName, throttled } from './fault-answers.ts'
import type { CallFault, FaultPlan } from './fault-plan.ts'
import { readCall, type ServiceCall } from './service-call.ts'

export interface FaultProxiesOptions {
  /** Endpoints of the services. */
  readonly endpoints: ServiceEndpoints
  readonly plan: FaultPlan
  readonly clock: CloudClock
  /**
   * Crashes an environment of the function with this caller name (see `callerName`) during its call: the one whose calls
   * carry the session token, if they carry one.
   */
  readonly crash: (caller: string, sessionToken: string | undefined) => void | Promise<void>
  /** Called for each service call with its response. */
  readonly onAnswer?: (call: ObservedCall) => void
  /** Prints the line with the seed; standard error by default. */
  readonly print?: (line: string) => void
}

/** A service call with its response. */
export interface ObservedCall {
  readonly service: ServiceName
  readonly operation: string
  /** JSON. */
  readonly request: Buffer
  readonly status: number
  readonly answer: Buffer | string
}

/** Proxies in front of the services that inject the plan's faults. */
export interface FaultProxies extends CloudPart {
  /** Endpoints for the functions. */
  readonly endpoints: ServiceEndpoints
}

/** Starts a proxy in front of each service and prints the plan's seed, which reproduces the faults. */
export async function startFaultProxies(options: FaultProxiesOptions): Promise<FaultProxies> {
  const { endpoints, plan, print = (line) => process.stderr.write(`${line}\n`) } = options
  print(`faults are injected, seed ${plan.seed}`)
  const services = Object.keys(endpoints) as ServiceName[]
  const proxies = await Promise.all(services.map((service) => startProxy(service, options)))
  const entries = proxies.map((proxy, index) => [services[index]!, proxy.endpoint])
  return {
    endpoints: Object.fromEntries(entries) as unknown as ServiceEndpoints,
    pending: () => proxies.reduce((sum, proxy) => sum + proxy.pending(), 0),
    async stop() {
      await Promise.all(proxies.map((proxy) => proxy.stop()))
    },
  }
}

interface Proxy {
  readonly endpoint: string
  pending(): number
  stop(): Promise<void>
}

async function startProxy(service: ServiceName, options: FaultProxiesOptions): Promise<Proxy> {
  const { endpoints, plan, clock, crash, onAnswer = () => undefined } = options
  const agent = new Agent({ keepAlive: true })
  let underWay = 0
  const server = createServer((incoming, outgoing) => {
    underWay++
    outgoing.once('close', () => underWay--)
    // The service closed the connection during a call; its caller sees a broken connection, as on AWS.
    answer(incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming
    const call: ServiceCall = { method, url, headers, body: await bodyOf(incoming) }
    const joint = readCall(service, call)
    const observed = { service, operation: joint.operation, request: call.body }
    const fault = plan.onCall(joint)
    const refusal = fault && refusalBy(fault, service, joint.operation, call)
    if (refusal) onAnswer({ ...observed, status: refusal.status, answer: refusal.body })
    if (refusal) return reply(outgoing, refusal.status, refusal.headers, refusal.body)
    if (fault?.action === 'crashBefore') return breakOff(outgoing, joint.caller, headers)
    if (fault?.action === 'delay') await new Promise<void>((resolve) => clock.after(fault.ms, resolve))

    const { response, body } = await forward(endpoints[service], agent, call)
    onAnswer({ ...observed, status: response.statusCode ?? 502, answer: body })
    if (fault?.action === 'crashAfter') return breakOff(outgoing, joint.caller, headers)
    if (fault?.action === 'loseAnswer') return void outgoing.destroy()
    reply(outgoing, response.statusCode ?? 502, response.headers, body)
  }

  /** Break the connection last, or the caller would survive it. */
  async function breakOff(
    outgoing: ServerResponse,
    caller: string,
    headers: IncomingMessage['headers'],
  ): Promise<void> {
    await crash(caller, headers['x-amz-security-token'] as string | undefined)
    outgoing.destroy()
  }

  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pending: () => underWay,
    async stop() {
      await closed(server)
      agent.destroy()
    },
  }
}

function refusalBy(
  { action }: CallFault,
  service: ServiceName,
  operation: string,
  call: ServiceCall,
): ServiceAnswer | undefined {
  if (action === 'throttle') return throttled(service)
  if (action === 'fail') return failing()
  return action === 'conflict' ? conflicting(operation, call.body.toString()) : undefined
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Forwards a call unchanged: signatures cover the headers, and S3 reads the host. */
function forward(
  endpoint: string,
  agent: Agent,
  { method, url, headers, body }: ServiceCall,
): Promise<{ response: IncomingMessage; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const target = new URL(url, endpoint)
    const call = request(target, { method, headers, agent }, (response) => {
      bodyOf(response).then((answerBody) => resolve({ response, body: answerBody }), reject)
    })
    call.on('error', reject)
    call.end(body)
  })
}

function reply(
  outgoing: ServerResponse,
  status: number,
  headers: IncomingMessage['headers'] | ServiceAnswer['headers'],
  body: Buffer | string,
): void {
  // The body is complete here, whatever chunks it came in.
  const {
    'transfer-encoding': _chunked,
    connection: _connection,
    ...rest
  } = headers as Record<string, string>
  outgoing.writeHead(status, { ...rest, 'content-length': rest['content-length'] ?? Buffer.byteLength(body) })
  outgoing.end(body)
}

async function closed(server: Server): Promise<void> {
  const closing = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closing
}
