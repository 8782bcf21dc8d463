import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Endpoints } from '../../demo/storefront.ts'

const root = join(import.meta.dirname, '../../..')

/** Uses the suite that runs on this machine (`npm start`); where none does, one is started for as long as it takes. */
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

/** The suite that runs already, if one answers where the endpoints file says. */
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
  console.log('No suite is running: starting one ...')
  const child = spawn(process.execPath, [join(root, 'infra/start/start.ts')], {
    cwd: root,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ready = await new Promise<boolean>((resolve) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += String(chunk)
      if (said.includes('Ctrl-C')) resolve(true)
    })
    child.once('exit', () => resolve(false))
  })
  if (!ready) throw new Error('the suite is expected to start: see what it said above')
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  const closed = once(child, 'exit')
  child.kill('SIGINT')
  await closed
}
