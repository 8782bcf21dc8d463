import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { tokenFor } from '../../infra/start/sample-clients.ts'
import type { Endpoints } from '../demo/storefront.ts'
import { installPythonTool } from '../support/run/python-tool.ts'
import { withServedSuite } from '../support/suite/served-suite.ts'

/** What an answer is judged by: no 5xx, and nothing that the API's document does not say of it. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
]

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } },
})
const minutes = Number(values.minutes)
if (!(minutes > 0))
  throw new Error('expected: npm run fuzz:schemathesis -- --minutes <number above 0> --seed <whole number>')

const installed = await installPythonTool({
  folder: join(import.meta.dirname, '../../.local/schemathesis'),
  requirements: join(import.meta.dirname, 'requirements.txt'),
  command: 'schemathesis',
})
if ('lacking' in installed) console.log(`The API was not tried by schemathesis: ${installed.lacking}.`)
else {
  const { command } = installed
  await withServedSuite((endpoints) => runSchemathesis(command, endpoints))
}

/** Python's regular expressions know no classes of characters by name: controls and halves of characters by number. */
function asPythonPatterns(document: string): string {
  return document
    .replaceAll('\\\\p{Cc}', '\\\\x00-\\\\x1f\\\\x7f-\\\\x9f')
    .replaceAll('\\\\p{Cs}', '\\\\ud800-\\\\udfff')
}

/** Sends requests made from the API's document for as long as was asked, as a client that may do everything. */
async function runSchemathesis(command: string, { api, token, clients }: Endpoints): Promise<void> {
  const [client] = clients
  if (client === undefined) throw new Error('a sample client is expected')
  // What it keeps from run to run goes with the folder.
  const folder = await mkdtemp(join(tmpdir(), 'schemathesis-'))
  try {
    const document = join(folder, 'openapi.json')
    await writeFile(document, asPythonPatterns(await (await fetch(`${api}/openapi.json`)).text()))
    const child = spawn(
      command,
      [
        ...['run', document, '--url', api, '--checks', checks.join(','), '--continue-on-failure'],
        ...['--header', `Authorization: Bearer ${await tokenFor(token, client)}`],
        ...['--max-time', String(Math.ceil(minutes * 60)), '--no-color', '--warnings', 'off'],
        ...(values.seed === undefined ? [] : ['--seed', values.seed]),
      ],
      { cwd: folder, stdio: 'inherit' },
    )
    const [code] = (await once(child, 'close')) as [number | null]
    if (code !== 0) process.exitCode = 1
  } finally {
    await rm(folder, { recursive: true })
  }
}
