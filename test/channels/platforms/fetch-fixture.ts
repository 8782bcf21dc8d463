import { type Parameters, startParameters } from '../../../infra/local/storage/parameters.ts'
import { writeParameter } from '../../../shared/parameter.client.ts'
import {
  platformSandboxes,
  type Sandboxes,
  type SandboxName,
  startSandboxes,
} from '../../support/sandboxes/sandboxes.ts'

/** The platforms' sandboxes and a parameter store; the environment of this process points at them. */
export interface FetchFixture {
  readonly sandboxes: Sandboxes
  stop(): Promise<void>
}

export async function startFetchFixture(): Promise<FetchFixture> {
  const [sandboxes, parameters]: [Sandboxes, Parameters] = await Promise.all([
    startSandboxes(),
    startParameters(),
  ])
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SSM: parameters.url,
    CHANNEL_SECRETS_PATH: '/retaguarda/test/channels',
    CHANNEL_SANDBOXES: JSON.stringify(sandboxes.urls),
  })
  return {
    sandboxes,
    async stop() {
      delete process.env['CHANNEL_SANDBOXES']
      await Promise.all([sandboxes.stop(), parameters.stop()])
    },
  }
}

let made = 0

/** A new connection with the credentials of the platform's sandbox, unless others are given. */
export async function connectionTo(platform: SandboxName, account: string, others: object = {}) {
  made += 1
  const id = `loja-azul.con_${made}`
  const secrets = { current: 'a webhook secret', ...platformSandboxes[platform].credentials, ...others }
  await writeParameter(`/retaguarda/test/channels/${id}`, JSON.stringify(secrets))
  return { id, account, settings: {} }
}
