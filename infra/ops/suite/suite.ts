import { CommandError } from '../commands/command-error.ts'

/** A deployed resource that the commands use. */
export interface DeployedResource {
  /** Short name from the construct tree, such as `orders-dead-letters`; the same on AWS and locally. */
  readonly name: string
  /** CloudFormation type. */
  readonly type: string
  /** Physical id: a queue's URL, a table's, function's or bus's name, a user pool's id. */
  readonly id: string
}

/** A log line of a function. */
export interface LogLine {
  readonly at: string
  readonly source: string
  readonly text: string
}

/** The suite that a command runs on: a stage on AWS, or the local cloud. */
export interface Suite {
  /** `local`, or the name of the stage. */
  readonly name: string
  /** Base URL of the HTTP API. */
  readonly api: string
  /** OAuth 2 token endpoint. */
  readonly token: string
  readonly resources: readonly DeployedResource[]
  /** Log lines with any of these texts, between two times, oldest first. */
  findLogs(texts: readonly string[], from: string, to: string): Promise<readonly LogLine[]>
  /** Makes the API accept the tokens of exactly these clients. */
  admitClients(ids: readonly string[]): Promise<void>
  /** Credentials of a sample client of the store; undefined on AWS. */
  clientOf(store: string): { readonly id: string; readonly secret: string } | undefined
}

/** The resources of a type. */
export const ofType = ({ resources }: Pick<Suite, 'resources'>, type: string): readonly DeployedResource[] =>
  resources.filter((one) => one.type === type)

/** The resource with a name. Error: no such resource, with the list. */
export function resourceNamed(suite: Pick<Suite, 'resources'>, type: string, name: string): DeployedResource {
  const all = ofType(suite, type)
  const found = all.find((one) => one.name === name)
  if (found !== undefined) return found
  const existing = all.map((one) => one.name).sort()
  throw new CommandError(`No resource ${name}. Resources: ${existing.join(', ') || 'none'}`)
}

/** The only resource of a type. Error: there is none, or more than one. */
export function onlyResource(suite: Pick<Suite, 'resources'>, type: string): DeployedResource {
  const [found, another] = ofType(suite, type)
  if (found === undefined || another !== undefined)
    throw new CommandError(`Expected one ${type}, found ${ofType(suite, type).length}.`)
  return found
}

/** A resource's short name from its logical id: without the CDK's hash, in kebab case. */
export const nameOf = (logicalId: string): string =>
  logicalId
    .replace(/[0-9A-F]{8}$/, '')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()

/** Resource types that the commands use. */
export const operatedTypes: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolDomain',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::SQS::Queue',
])
