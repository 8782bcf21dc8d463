import { join } from 'node:path'
import { createClock } from './clock.ts'
import type { Cloud, CloudOptions } from './cloud-contract.ts'
import { openMonitoring } from './cloudwatch/monitoring.ts'
import { startMonitoringApi } from './cloudwatch/monitoring-api.ts'
import type { CloudPart, Functions, ServiceEndpoints } from './contracts.ts'
import { createBucketEvents } from './events/bucket-events.ts'
import { startEventBus } from './events/event-bus.ts'
import { startSchedules } from './events/schedules.ts'
import { type FaultProxiesOptions, startFaultProxies } from './faults/fault-proxies.ts'
import { startHttpApi } from './http-api/http-api.ts'
import { startIdentity } from './identity/identity.ts'
import type { Principals } from './identity/principals.ts'
import { untilIdle } from './idle.ts'
import { startAsynchronousInvoke } from './lambda/asynchronous-invoke.ts'
import { startFunctionPool } from './lambda/function-pool.ts'
import { endpointVariables } from './lambda/function-settings.ts'
import { openLogs } from './lambda/logs.ts'
import { startMailIn } from './mail/mail-in.ts'
import { startMailOut } from './mail/mail-out.ts'
import { isUnknown } from './resource-types.ts'
import { createQueueSender } from './sqs/queue-sender.ts'
import { startQueueSources } from './sqs/queue-source.ts'
import { startQueues } from './sqs/queues.ts'
import { createTables, startDynamoDb } from './storage/dynamodb.ts'
import { openObjectStore } from './storage/object-store.ts'
import { startParameters } from './storage/parameters.ts'
import { startSecrets } from './storage/secrets.ts'
import { readMappings } from './streams/event-source-mapping.ts'
import { startStreamSources } from './streams/stream-source.ts'
import { readAssembly, resolveResources } from './template.ts'

const noPrincipals: Principals = { clients: [], people: [] }

/** Starts a cloud from a cloud assembly; when a part fails to start, stops the others and throws. */
export async function startCloud<P extends Principals = Principals>(
  options: CloudOptions<P>,
): Promise<Cloud<P>> {
  const parts = new Map<string, CloudPart>()
  const stop = async () => {
    // In reverse order: parts that create work stop before parts that do it.
    for (const [, part] of [...parts].reverse()) await part.stop()
  }
  try {
    return { ...(await startParts(options, parts)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startParts<P extends Principals>(
  options: CloudOptions<P>,
  parts: Map<string, CloudPart>,
): Promise<Omit<Cloud<P>, 'stop'>> {
  const { clock = createClock(), dataDir, faults, port, withoutWindows } = options
  const keptIn = (name: string) => (dataDir === undefined ? {} : { dataDir: join(dataDir, name) })
  async function part<T extends CloudPart>(name: string, starting: T | Promise<T>): Promise<T> {
    const started = await starting
    parts.set(name, started)
    return started
  }

  const assembly = readAssembly(options.assembly)
  const declared = resolveResources(assembly)
  const logs = openLogs(options.logFile)
  parts.set('logs', { pending: () => 0, stop: logs.stop })
  const monitoring = openMonitoring({ resources: declared, clock })

  // One after the other, so that none is still starting when another fails and all must stop.
  const queues = await part('queues', startQueues({ clock, dataDir, onMessage: monitoring.onMessage }))
  const identity = await part(
    'identity',
    startIdentity({
      resources: declared,
      clock,
      invoke: (arn, event) => functions.invoke(arn, event),
      principals: options.principals ?? (() => noPrincipals as P),
    }),
  )
  const dynamodb = await part('dynamodb', startDynamoDb(keptIn('dynamodb')))
  // The functions need addresses of parts that need the functions.
  const functions: Functions = {
    invoke: async (arn, event) => {
      const result = await pool.invoke(arn, event)
      // It has probably written to a table.
      if (!relays.has(arn)) streams.kick()
      return result
    },
    invokeAsync: (arn, event) => asynchronous.invokeAsync(arn, event),
  }
  const api = declared.find(({ type }) => type === 'AWS::ApiGatewayV2::Api')
  const http =
    api &&
    (await part(
      'http-api',
      startHttpApi({
        api,
        resources: declared,
        invoke: functions.invoke,
        clock,
        issuerOf: identity.issuerOf,
        report: monitoring.api,
        log: (line) => {
          logs.write({ functionName: api.name, requestId: undefined, stream: 'stdout', line })
          monitoring.onAccess(line)
        },
        ...(port !== undefined && { port }),
      }),
    ))

  const resolveFor = (sqs: string) => resolveResources(assembly, { sqs, ...(http && { api: http.url }) })
  const resources = resolveFor(queues.endpoint)
  queues.create(resources)
  await createTables(resources, dynamodb.endpoint)
  const sender = createQueueSender(queues)
  const { send } = sender

  const bus = await part(
    'event-bus',
    startEventBus({
      resources,
      clock,
      functions,
      send,
      onStep: monitoring.onStep,
      ...(faults && { faults }),
    }),
  )
  const mail = await part(
    'mail-out',
    startMailOut({ resources, clock, put: bus.put, onMailEvent: monitoring.onMailEvent }),
  )
  const secretsFile = dataDir && { file: join(dataDir, 'secrets.json') }
  const secrets = await part('secrets', startSecrets({ resources, ...secretsFile }))
  const parametersFile = dataDir && { file: join(dataDir, 'parameters.json') }
  const parameters = await part('parameters', startParameters({ ...parametersFile }))
  const services: ServiceEndpoints = {
    dynamodb: dynamodb.endpoint,
    sqs: queues.endpoint,
    s3: queues.endpoint,
    sns: queues.endpoint,
    events: bus.url,
    sesv2: mail.url,
    secretsManager: secrets.url,
    ssm: parameters.url,
  }
  const crash: FaultProxiesOptions['crash'] = (caller, session) => pool.crash(caller, session)
  const proxies =
    faults &&
    startFaultProxies({ endpoints: services, plan: faults, clock, crash, onAnswer: monitoring.onAnswer })
  const disturbed = proxies ? (await part('fault-proxies', proxies)).endpoints : services
  const reached = (await options.between?.(disturbed)) ?? disturbed
  const environments = await part(
    'functions',
    startFunctionPool({
      ...options,
      // Functions call queues by their URL, whatever the SQS endpoint is.
      resources: resolveFor(reached.sqs),
      variables: { ...endpointVariables(reached), ...options.variables?.({ identity: identity.url }) },
      clock,
      log: (entry) => {
        logs.write(entry)
        monitoring.onLine(entry.line)
      },
      onInvocation: (invocation) => {
        monitoring.functions.timed(invocation)
        options.onInvocation?.(invocation)
      },
    }),
  )
  const pool = monitoring.functions.measure(environments)
  const asynchronous = await part(
    'asynchronous-invoke',
    startAsynchronousInvoke({ resources, pool, clock, send, faults, report: monitoring.lambda }),
  )

  const store = openObjectStore({ endpoint: queues.endpoint, caller: 'cloud' })
  const bucketEvents = await part('bucket-events', createBucketEvents({ resources, put: bus.put, ...store }))
  queues.onUpload(bucketEvents.objectCreated)
  const mailIn = await part('mail-in', startMailIn({ resources, clock, putObject: store.putObject }))
  const schedules = await part('schedules', startSchedules({ resources, clock, deliver: bus.deliver }))
  await part(
    'queue-sources',
    startQueueSources({ resources, queues, functions, clock, faults, withoutWindows }),
  )
  const relays = new Set(readMappings(resources, 'dynamodb').map(({ functionArn }) => functionArn))
  const streams = await part(
    'stream-sources',
    startStreamSources({
      faults,
      resources,
      endpoint: dynamodb.endpoint,
      functions,
      clock,
      onFailure: (arn, document) => {
        sender.check(arn)
        queues.send(arn, document)
      },
      report: monitoring.lambda,
      ...keptIn('streams'),
    }),
  )

  const { alarms, topics } = monitoring.watch({ queues, streams, bus, mail, functions })
  await part('alarms', alarms)
  const idle: Cloud['idle'] = (limits) => untilIdle(parts, limits)
  const watching = await part(
    'monitoring-api',
    startMonitoringApi({ alarms, topics, metrics: monitoring.metrics, clock, idle, reserve: pool.reserve }),
  )

  return {
    endpoints: {
      ...services,
      api: http?.url ?? '',
      token: identity.tokenUrl,
      smtp: mailIn.url,
      mailViewer: mail.url,
      monitoring: watching.url,
    },
    resources,
    clock,
    functions: { ...functions, crash: pool.crash, reload: pool.reload, reserve: pool.reserve },
    bus,
    identity,
    logs,
    mail,
    alarms,
    metrics: monitoring.metrics,
    topics,
    queues,
    queuePolicies: sender,
    schedules,
    secrets,
    unknownTypes: [...new Set(resources.map(({ type }) => type).filter(isUnknown))],
    idle,
  }
}
