import { ArnFormat, Stack } from 'aws-cdk-lib'
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Alias, type IFunction, type IVersion, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { alarmName } from '../alarm-kinds.ts'
import type { Stage } from '../stage.ts'
import { acknowledge } from './acknowledge.ts'

/** What is invoked instead of a function, so that new code is rolled out gradually; `alarms` are the ids that roll it back. */
export type Release = (handler: LambdaFunction, alarms: readonly string[]) => IFunction

/**
 * How a stage rolls out new code. A canary gets a tenth of the calls for ten
 * minutes, and rolls back when one of the alarms is raised. They are the same alarms that
 * operations see, referenced by name, because their stack is deployed after this one.
 */
export function releasesOf(scope: Construct, stage: Stage): Release {
  if (!stage.releasesByCanary) return (handler) => handler
  const releases = new Construct(scope, 'Releases')
  const application = new LambdaApplication(releases, 'Application')
  const role = new Role(releases, 'Role', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') })
  acknowledge(role, {
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]':
      'AWS’s managed policy for CodeDeploy on Lambda is minimal: it shifts an alias and reads alarms.',
  })
  return (handler, alarms) => {
    const alias = new Alias(handler, 'Live', {
      aliasName: 'live',
      version: handler.currentVersion as IVersion,
    })
    new LambdaDeploymentGroup(alias, 'Release', {
      application,
      role,
      alias,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_10MINUTES,
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      alarms: alarms.map((id) => Alarm.fromAlarmArn(alias, id, arnOf(alias, alarmName(stage, id)))),
    })
    return alias as IFunction
  }
}

const arnOf = (scope: Construct, resourceName: string): string =>
  Stack.of(scope).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })
