import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Endpoints } from '../../demo/storefront.ts'

const root = join(import.meta.dirname, '../../..')

/** Uses the suite running on this machine (`npm start`), or starts one for the duration of `use`. */
export async function withServedSuite<T>(use: (endpoints: Endpoints) => Promise<T>): Promise<T> {
  const running = await runningSuite()
  if (running !== undefined) return use(running)
  const started = await startSuite()
  try {
    return await use(await readEndpoints())
  } finally {
    await stop(started)
  }
}

async function readEndpoints(): Promise<Endpoints> {
  return JSON.parse(await readFile(join(root, '.local/endpoints.json'), 'utf8')) as Endpoints
}

/** The endpoints of a running suite; undefined when none answers. */
async function runningSuite(): Promise<Endpoints | undefined> {
  try {
    const endpoints = await readEndpoints()
    await fetch(`${endpoints.api}/openapi.json`)
    return endpoints
  } catch {
    return undefined
  }
}

async function startSuite(): Promise<ChildProcess> {
  console.log('No suite is running; starting one ...')
  const child = spawn(process.execPath, [join(root, 'infra/start/start.ts')], {
    cwd: root,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ready = await new Promise<boolean>((resolve) => {
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += String(chunk)
      if (output.includes('Ctrl-C')) resolve(true)
    })
    child.once('exit', () => resolve(false))
  })
  if (!ready) throw new Error('The suite did not start; see its output above.')
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  const closed = once(child, 'exit')
  child.kill('SIGINT')
  await closed
}
