import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Environment that points the AWS tools at the emulator and its account. */
export const environmentOf = (endpoint: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  CDK_DEFAULT_REGION: 'us-east-1',
  CDK_DEFAULT_ACCOUNT: account,
})

const account = '000000000000'

/** Outputs of the suite stack. */
export interface SuiteOutputs {
  readonly ApiUrl: string
  readonly MachineClientId: string
  readonly TableName: string
  readonly TokenUrl: string
}

/**
 * Bootstraps the account and deploys the app with the CDK command line.
 * Error: contains the end of the output when the command fails.
 */
export async function deploy(endpoint: string, folder: string): Promise<SuiteOutputs> {
  const outputs = join(folder, 'outputs.json')
  const app = `${process.execPath} ${join(import.meta.dirname, 'app.ts')}`
  await cdk(endpoint, [
    'bootstrap',
    `aws://${account}/us-east-1`,
    '--app',
    app,
    '--output',
    join(folder, 'cdk'),
  ])
  await cdk(endpoint, [
    'deploy',
    ...['--all', '--app', app, '--output', join(folder, 'cdk')],
    ...['--require-approval', 'never', '--outputs-file', outputs],
  ])
  const read = JSON.parse(await readFile(outputs, 'utf8')) as Record<string, SuiteOutputs>
  const suite = read['retaguarda-dev-suite']
  if (suite === undefined) throw new Error('Outputs of retaguarda-dev-suite are missing.')
  return suite
}

async function cdk(endpoint: string, args: readonly string[]): Promise<void> {
  const child = spawn('cdk', args, {
    env: { ...process.env, ...environmentOf(endpoint), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output = (output + String(chunk)).slice(-6000)
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) throw new Error(`cdk ${args[0]} failed:\n${output}`)
}
