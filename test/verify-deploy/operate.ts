import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { DemoReport } from '../demo/demo-report.ts'
import type { Endpoints } from '../demo/storefront.ts'
import { environmentOf } from './deploy.ts'

const root = join(import.meta.dirname, '../..')

/** Services that the ops commands call without the SDK, by the name in their endpoint variable. */
const services = [
  'SQS',
  'CLOUDFORMATION',
  'COGNITO_IDENTITY_PROVIDER',
  'APIGATEWAYV2',
  'CLOUDWATCH_LOGS',
  'DYNAMODB_STREAMS',
]

/**
 * Operates the deployed suite: finds it by its stacks, inspects queues and an order, republishes events, creates a client.
 * Returns that client.
 */
export async function operate(
  endpoint: string,
  orderId: string,
  report: DemoReport,
): Promise<Endpoints['clients'][number]> {
  report.step('Operations')
  const ops = (command: string) => runOps(endpoint, command)
  const queues = await ops('dlq list')
  report.expect('a dead-letter queue has messages', false, /^ +[1-9]/m.test(queues.output))
  report.expect(
    'dlq list names the source queue of orders',
    true,
    queues.output.includes('goes back to orders-queue'),
  )
  const order = `--store loja-azul`
  const explained = await ops(`order explain ${orderId} ${order} --no-logs`)
  report.expect('exit code of order explain', 0, explained.code)
  const again = await ops(`outbox republish --aggregate order/${orderId} ${order}`)
  report.expect('events are republished', true, /[1-9]\d* events published/.test(again.output))
  const created = await ops(`client create ${order} --name vitrine --scopes orders:read`)
  report.expect('exit code of client create', 0, created.code)
  for (const one of [queues, explained, again, created]) if (one.code !== 0) report.note(one.output)
  const [, id = ''] = /^client +(\S+)$/m.exec(created.output) ?? []
  const [, secret = ''] = /^secret +(\S+)$/m.exec(created.output) ?? []
  return { id, secret, scopes: ['retaguarda/orders:read'], store: 'loja-azul' }
}

function runOps(
  endpoint: string,
  command: string,
): Promise<{ readonly code: number; readonly output: string }> {
  const addresses = Object.fromEntries(services.map((name) => [`AWS_ENDPOINT_URL_${name}`, endpoint]))
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'infra/ops/ops.ts'), ...command.split(' '), '--stage', 'dev'],
      { env: { ...process.env, ...environmentOf(endpoint), ...addresses } },
      (error, out, errors) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${out}${errors}` }),
    )
  })
}
