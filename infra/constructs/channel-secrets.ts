import { Stack } from 'aws-cdk-lib'
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { Stage } from '../stage.ts'
import { acknowledge } from './acknowledge.ts'

/**
 * The secrets of connected accounts and of subscriptions: secure parameters under one path, made and deleted by the
 * functions (a template cannot make one), encrypted by the account's key of the parameter store.
 */
export class ChannelSecrets extends Construct {
  /** Without a slash at its end. */
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
        'Connections are made while the suite runs: the names of their parameters cannot be known when it is deployed.',
    })
  }
}
