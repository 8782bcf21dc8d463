import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CommandError } from '../commands/command-error.ts'
import { admitClients } from './authorizer.ts'
import { findInCloudWatch } from './cloudwatch-logs.ts'
import { stackResources } from './stack-resources.ts'
import { ofType, onlyResource, resourceNamed, type Suite } from './suite.ts'

/**
 * The deployed suite of a stage, with the AWS CLI's credentials and region.
 * Errors: no credentials, no region, no such stack.
 */
export async function deployedSuite(stage: 'dev' | 'prod'): Promise<Suite> {
  await takeCredentials()
  const stacks = [`retaguarda-${stage}-data`, `retaguarda-${stage}-suite`]
  const resources = (await Promise.all(stacks.map(stackResources))).flat()
  const region = process.env['AWS_REGION'] ?? ''
  const api = onlyResource({ resources }, 'AWS::ApiGatewayV2::Api')
  const domain = onlyResource({ resources }, 'AWS::Cognito::UserPoolDomain')
  const logGroups = ofType({ resources }, 'AWS::Logs::LogGroup')
  process.env['TABLE_NAME'] = resourceNamed({ resources }, 'AWS::DynamoDB::Table', 'table').id
  process.env['KEY_TABLE_NAME'] = resourceNamed({ resources }, 'AWS::DynamoDB::Table', 'keys').id
  process.env['EVENT_BUS_NAME'] = onlyResource({ resources }, 'AWS::Events::EventBus').id
  return {
    name: stage,
    api: `https://${api.id}.execute-api.${region}.amazonaws.com`,
    token: `https://${domain.id}.auth.${region}.amazoncognito.com/oauth2/token`,
    resources,
    findLogs: (texts, from, to) => findInCloudWatch(logGroups, texts, from, to),
    admitClients: (ids) => admitClients({ resources }, ids),
    clientOf: () => undefined,
  }
}

/** Copies the credentials that the SDK finds (profile, SSO, role) to the environment, where the suite's clients read them. */
async function takeCredentials(): Promise<void> {
  const { config } = new DynamoDBClient({})
  try {
    const [region, credentials] = await Promise.all([config.region(), config.credentials()])
    const { accessKeyId, secretAccessKey, sessionToken } = credentials
    Object.assign(process.env, {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    })
  } catch (error) {
    throw new CommandError(
      `Cannot reach AWS; check the credentials and region of the AWS CLI: ${(error as Error).message}`,
    )
  }
}
