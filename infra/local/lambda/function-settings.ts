import { join } from 'node:path'
import type { CloudResource, ServiceEndpoints } from '../contracts.ts'
import { REGION } from '../physical-names.ts'

/** A function of the template. */
export interface LocalFunction {
  readonly arn: string
  readonly name: string
  /** Folder of the bundle. */
  readonly directory: string
  /** `<file>.<export>`. */
  readonly handler: string
  readonly timeoutMs: number
  readonly memoryMb: number
  readonly reservedConcurrency: number | undefined
  /** Identifies the function in its service calls. */
  readonly accessKeyId: string
  readonly variables: Readonly<Record<string, string>>
}

/** The template's Node functions with an asset; ignores the CDK's inline helpers. */
export function functionsOf(resources: readonly CloudResource[], assembly: string): LocalFunction[] {
  return resources.flatMap((resource) => {
    const asset = resource.metadata['aws:asset:path']
    const isNode = String(resource.properties.Runtime ?? '').startsWith('nodejs')
    if (resource.type !== 'AWS::Lambda::Function' || !isNode || typeof asset !== 'string') return []
    return [functionOf(resource, join(assembly, asset))]
  })
}

function functionOf({ name, arn, ref, properties }: CloudResource, directory: string): LocalFunction {
  const memoryMb: number = properties.MemorySize ?? 128
  return {
    arn,
    name,
    directory,
    handler: String(properties.Handler),
    timeoutMs: 1000 * (properties.Timeout ?? 3),
    memoryMb,
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    accessKeyId: name.replace(/[^A-Za-z0-9]/g, ''),
    variables: {
      TZ: ':UTC',
      LANG: 'en_US.UTF-8',
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: ref,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${ref}`,
      LAMBDA_TASK_ROOT: directory,
      _HANDLER: String(properties.Handler),
      ...(properties.Environment?.Variables as Record<string, string> | undefined),
    },
  }
}

/** Variables that point the AWS SDKs at the local services. */
export function endpointVariables(endpoints: ServiceEndpoints): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.events,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
    AWS_ENDPOINT_URL_SESV2: endpoints.sesv2,
    AWS_ENDPOINT_URL_SNS: endpoints.sns,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SSM: endpoints.ssm,
  }
}
