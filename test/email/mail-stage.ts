import type { CloudResource } from '../../infra/local/contracts.ts'
import { startTestTable, type TestTable } from '../support/dynamodb.ts'
import { type MailServices, startMailServices } from './mail-services.ts'

/** What the e-mail slice needs around it: a table with its indexes, an SES, an S3. */
export interface MailStage {
  readonly table: TestTable
  readonly services: MailServices
  stop(): Promise<void>
}

const index = (name: string) => ({
  IndexName: name,
  KeySchema: [
    { AttributeName: `${name}pk`, KeyType: 'HASH' },
    { AttributeName: `${name}sk`, KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'KEYS_ONLY' },
})

const withIndexes: CloudResource['properties'] = {
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map((name) => ({
    AttributeName: name,
    AttributeType: 'S',
  })),
  GlobalSecondaryIndexes: [index('gsi1'), index('gsi2')],
}

/** Starts the stage and points the slice's environment at it. */
export async function setMailStage(): Promise<MailStage> {
  const [table, services] = await Promise.all([startTestTable(withIndexes), startMailServices()])
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_SESV2: services.url,
    AWS_ENDPOINT_URL_S3: services.url,
    TABLE_NAME: table.name,
    MAIL_DOMAIN: 'mail.example.com',
    CONFIGURATION_SET: 'suite',
  })
  return {
    table,
    services,
    async stop() {
      await Promise.all([table.stop(), services.stop()])
    },
  }
}
