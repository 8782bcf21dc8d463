import { Stack } from 'aws-cdk-lib'
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { Stage } from '../stage.ts'
import { acknowledge } from './acknowledge.ts'

/**
 * Secrets of connected accounts and webhook subscriptions: secure parameters under one path, which the functions create
 * and delete (a template cannot), encrypted with the account's default key of the parameter store.
 */
export class ChannelSecrets extends Construct {
  /** Without a trailing slash. */
  readonly path: string
  private readonly parameters: string

  constructor(scope: Construct, id: string, { stage }: { readonly stage: Stage }) {
    super(scope, id)
    this.path = `/retaguarda/${stage.name}/channels`
    this.parameters = Stack.of(this).formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: `${this.path.slice(1)}/*`,
    })
  }

  letRead(reader: LambdaFunction): void {
    this.permit(reader, ['ssm:GetParameter'])
  }

  letReadAndWrite(writer: LambdaFunction): void {
    this.permit(writer, ['ssm:GetParameter', 'ssm:PutParameter'])
  }

  letKeep(keeper: LambdaFunction): void {
    this.permit(keeper, ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'])
  }

  private permit(caller: LambdaFunction, actions: string[]): void {
    caller.addEnvironment('CHANNEL_SECRETS_PATH', this.path)
    caller.addToRolePolicy(new PolicyStatement({ actions, resources: [this.parameters] }))
    const partition = 'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>'
    acknowledge(caller.role as IRole, {
      [`AwsSolutions-IAM5[Resource::${partition}:parameter${this.path}/*]`]:
        'Connections are created at run time: the names of their parameters are unknown at deployment.',
    })
  }
}
