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
  /** Output folder of the build. */
  readonly bundles: string
  readonly description: string
  readonly timeout: Duration
  /** Megabytes; CPU grows with it. */
  readonly memory: number
  readonly environment?: Readonly<Record<string, string>>
  readonly permissions?: readonly PolicyStatement[]
}

/**
 * A function of the suite: its bundle on arm64 and Node 24, a log group with the stage's retention, and a role with exactly
 * these `permissions` and the right to write to that log group.
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
    // Metrics report the start and end of each invocation; as log lines they would cost more than our own.
    systemLogLevelV2: SystemLogLevel.WARN,
  })
  acknowledge(handler, {
    'Serverless-LambdaDLQ':
      'Each caller waits for the result or stores failures itself: the API and Cognito wait, queues and the stream have failure queues, and the next scheduled run processes what a failed one left.',
    'Serverless-LambdaTracing':
      'Log lines and events carry a correlation id through all functions. X-Ray would need a permission on all resources and a price per call for the same information.',
  })
  return handler
}

const writeLogs = ({ logGroupArn }: LogGroup): PolicyStatement =>
  new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] })
