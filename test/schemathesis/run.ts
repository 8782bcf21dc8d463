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

/** Checks of each answer: no 5xx, and conformance with the API document. */
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
  throw new Error('Use: npm run fuzz:schemathesis -- --minutes <number above 0> --seed <whole number>')

const installed = await installPythonTool({
  folder: join(import.meta.dirname, '../../.local/schemathesis'),
  requirements: join(import.meta.dirname, 'requirements.txt'),
  command: 'schemathesis',
})
if ('unavailable' in installed) console.log(`schemathesis did not run: ${installed.unavailable}.`)
else {
  const { command } = installed
  await withServedSuite((endpoints) => runSchemathesis(command, endpoints))
}

/** Replaces character classes that Python regular expressions do not support: controls and surrogates. */
function asPythonPatterns(document: string): string {
  return document
    .replaceAll('\\\\p{Cc}', '\\\\x00-\\\\x1f\\\\x7f-\\\\x9f')
    .replaceAll('\\\\p{Cs}', '\\\\ud800-\\\\udfff')
}

/** Runs schemathesis for the requested time, as a client with all scopes. */
async function runSchemathesis(command: string, { api, token, clients }: Endpoints): Promise<void> {
  const [client] = clients
  if (client === undefined) throw new Error('No sample client exists.')
  // The folder holds the state of schemathesis and is removed after the run.
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
