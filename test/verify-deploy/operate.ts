import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { DemoReport } from '../demo/demo-report.ts'
import type { Endpoints } from '../demo/storefront.ts'
import { environmentOf } from './deploy.ts'

const root = join(import.meta.dirname, '../..')

/** Services that operations ask without the SDK, each by the variable that names its address. */
const services = [
  'SQS',
  'CLOUDFORMATION',
  'COGNITO_IDENTITY_PROVIDER',
  'APIGATEWAYV2',
  'CLOUDWATCH_LOGS',
  'DYNAMODB_STREAMS',
]

/**
 * Works on the deployed suite as an operator would: finds it by its stacks, looks, tells again, creates a client.
 * Returns that client.
 */
export async function operate(
  endpoint: string,
  orderId: string,
  story: DemoReport,
): Promise<Endpoints['clients'][number]> {
  story.step('Operations')
  const ops = (command: string) => runOps(endpoint, command)
  const queues = await ops('dlq list')
  story.expect('no message is dead', false, /^ +[1-9]/m.test(queues.said))
  story.expect('orders’ dead letters go back to', true, queues.said.includes('goes back to orders-queue'))
  const order = `--store loja-azul`
  const explained = await ops(`order explain ${orderId} ${order} --no-logs`)
  story.expect('the order’s story is whole', 0, explained.code)
  const again = await ops(`outbox republish --aggregate order/${orderId} ${order}`)
  story.expect('its events are told again', true, /[1-9]\d* events told/.test(again.said))
  const created = await ops(`client create ${order} --name vitrine --scopes orders:read`)
  story.expect('a client is created and admitted', 0, created.code)
  for (const one of [queues, explained, again, created]) if (one.code !== 0) story.note(one.said)
  const [, id = ''] = /^client +(\S+)$/m.exec(created.said) ?? []
  const [, secret = ''] = /^secret +(\S+)$/m.exec(created.said) ?? []
  return { id, secret, scopes: ['retaguarda/orders:read'], store: 'loja-azul' }
}

function runOps(
  endpoint: string,
  command: string,
): Promise<{ readonly code: number; readonly said: string }> {
  const addresses = Object.fromEntries(services.map((name) => [`AWS_ENDPOINT_URL_${name}`, endpoint]))
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'infra/ops/ops.ts'), ...command.split(' '), '--stage', 'dev'],
      { env: { ...process.env, ...environmentOf(endpoint), ...addresses } },
      (error, out, complaints) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), said: `${out}${complaints}` }),
    )
  })
}
