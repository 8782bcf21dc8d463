import { CommandError } from '../commands/command-error.ts'

/** A deployed resource that operations have to do with. */
export interface DeployedResource {
  /** Its place in the construct tree in one word, such as `orders-dead-letters`; the same on AWS and locally. */
  readonly name: string
  /** CloudFormation type. */
  readonly type: string
  /** Physical id: a queue's URL, a table's, function's or bus's name, a user pool's id. */
  readonly id: string
}

/** A line that a function wrote. */
export interface LogLine {
  readonly at: string
  readonly source: string
  readonly text: string
}

/** The running suite that commands work on: a stage on AWS, or the local cloud. */
export interface Suite {
  /** `local`, or the name of the stage. */
  readonly name: string
  /** Base URL of the HTTP API. */
  readonly api: string
  /** Where OAuth 2 tokens are given. */
  readonly token: string
  readonly resources: readonly DeployedResource[]
  /** Log lines with any of these texts in them, between two times, oldest first. */
  findLogs(texts: readonly string[], from: string, to: string): Promise<readonly LogLine[]>
  /** Lets the API take the tokens of exactly these clients. */
  admitClients(ids: readonly string[]): Promise<void>
  /** Credentials of a client of the store that may call the API, where the suite itself knows one. */
  clientOf(store: string): { readonly id: string; readonly secret: string } | undefined
}

/** The resources of a type. */
export const ofType = ({ resources }: Pick<Suite, 'resources'>, type: string): readonly DeployedResource[] =>
  resources.filter((one) => one.type === type)

/** The resource with a name. Error: says which there are. */
export function resourceNamed(suite: Pick<Suite, 'resources'>, type: string, name: string): DeployedResource {
  const all = ofType(suite, type)
  const found = all.find((one) => one.name === name)
  if (found !== undefined) return found
  const known = all.map((one) => one.name).sort()
  throw new CommandError(`there is no ${name}; there are ${known.join(', ') || 'none at all'}`)
}

/** The only resource of a type. Error: when there is none, or more than one. */
export function onlyResource(suite: Pick<Suite, 'resources'>, type: string): DeployedResource {
  const [found, another] = ofType(suite, type)
  if (found === undefined || another !== undefined)
    throw new CommandError(`one ${type} is expected in ${ofType(suite, type).length} found`)
  return found
}

/** A resource's name from its logical id: without the hash that the CDK puts at its end, words joined by hyphens. */
export const nameOf = (logicalId: string): string =>
  logicalId
    .replace(/[0-9A-F]{8}$/, '')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()

/** Types of resources that operations have to do with. */
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
