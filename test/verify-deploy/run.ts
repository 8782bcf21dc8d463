import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createReport } from '../demo/demo-report.ts'
import { runScenarioOrders } from '../demo/scenario.ts'
import { openStorefront } from '../demo/storefront.ts'
import { boundClient } from './client.ts'
import { deploy } from './deploy.ts'
import { installEmulator, startEmulator } from './emulator.ts'
import { frontOf } from './front.ts'
import { operate } from './operate.ts'
import { unsupportedFeatures, unsupportedTypes } from './unsupported.ts'

const root = join(import.meta.dirname, '../..')

const installed = await installEmulator(join(root, '.local/emulator'))
if ('unavailable' in installed) {
  console.log(`The deployment was not verified: ${installed.unavailable}.`)
} else {
  const emulator = await startEmulator(installed.command)
  const folder = await mkdtemp(join(tmpdir(), 'deployed-'))
  try {
    await verify(emulator.endpoint, folder)
  } finally {
    await emulator.stop()
    await rm(folder, { recursive: true })
  }
}

/** Deploys the app to the emulator and runs the order scenario on it. */
async function verify(endpoint: string, folder: string): Promise<void> {
  console.log('Deploying with cdk bootstrap and cdk deploy to an AWS emulator ...')
  const outputs = await deploy(endpoint, folder)
  const client = await boundClient(endpoint, outputs, 'loja-azul')
  const [api, token] = await Promise.all([
    frontOf(endpoint, new URL(outputs.ApiUrl).host),
    frontOf(endpoint, new URL(outputs.TokenUrl).host),
  ])
  try {
    const report = createReport((line) => console.log(line))
    const endpoints = {
      api: api.url,
      token: `${token.url}/oauth2/token`,
      smtp: '',
      mailViewer: '',
      sqs: '',
      monitoring: '',
    }
    const shop = await openStorefront({ ...endpoints, clients: [client] }, client.id)
    const { id } = await runScenarioOrders(shop, report)
    const created = await operate(endpoint, id, report)
    const another = await openStorefront({ ...endpoints, clients: [created] }, created.id)
    report.expect(
      'read the order with the token of the new client',
      200,
      (await another.get(`/orders/${id}`)).status,
    )
    const { passed, failed } = report.outcome
    console.log('\nNot verified, since the emulator does not support it:')
    for (const feature of [...unsupportedTypes, ...unsupportedFeatures]) console.log(`  - ${feature}`)
    console.log(`\nDeployed; ${passed} steps passed, ${failed} failed.`)
    if (failed > 0) process.exitCode = 1
  } finally {
    await Promise.all([api.close(), token.close()])
  }
}
