import { Duration } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { bundleFolder } from '../build.ts'
import type { DeployedFunction } from '../deployed-functions.ts'
import { metricsNamespace, type Stage } from '../stage.ts'
import { acknowledge } from './acknowledge.ts'

export interface BundledFunctionProps {
  readonly stage: Stage
  readonly bundle: DeployedFunction
  /** The folder that the build was written to. */
  readonly bundles: string
  readonly description: string
  readonly timeout: Duration
  /** Megabytes; the share of a processor grows with it. */
  readonly memory: number
  readonly environment?: Readonly<Record<string, string>>
  readonly permissions?: readonly PolicyStatement[]
}

/**
 * A function of the suite: its bundle on arm64 and Node 24, a log group that forgets by stage, and a role of its
 * own that may do what `permissions` say and write to that log group, nothing else.
 */
export function bundledFunction(scope: Construct, id: string, props: BundledFunctionProps): LambdaFunction {
  const { stage, bundle, bundles, description, timeout, memory, environment = {}, permissions = [] } = props
  const logGroup = new LogGroup(scope, `${id}Logs`, {
    retention: stage.logRetention,
    removalPolicy: stage.removalPolicy,
  })
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
  for (const statement of [writeLogs(logGroup), ...permissions]) role.addToPolicy(statement)
  const handler = new LambdaFunction(scope, id, {
    description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'handler.handler',
    code: Code.fromAsset(bundleFolder(bundle, bundles)),
    role,
    timeout,
    memorySize: memory,
    environment: { ...environment, METRICS_NAMESPACE: metricsNamespace(stage) },
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    // Start and end of each invocation are told by metrics; as log lines they would cost more than our own.
    systemLogLevelV2: SystemLogLevel.WARN,
  })
  acknowledge(handler, {
    'Serverless-LambdaDLQ':
      'Whoever starts it waits for its answer or keeps what failed: API and Cognito wait, queues and the stream have queues of failures of their own, and what a clock’s run left undone the next one finds.',
    'Serverless-LambdaTracing':
      'Log lines and events carry one correlation id through all functions; X-Ray would ask for a right on all resources and a price for each call to tell the same.',
  })
  return handler
}

const writeLogs = ({ logGroupArn }: LogGroup): PolicyStatement =>
  new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] })
