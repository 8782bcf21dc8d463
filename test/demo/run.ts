import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { email } from './email.ts'
import { tellStory } from './expectation.ts'
import { quality } from './quality.ts'
import type { Endpoints } from './storefront.ts'
import { walk } from './walk.ts'

const root = dirname(dirname(import.meta.dirname))

/** Every demo by its name: `npm run demo:<name>`. */
const demos = { walk, quality, email }

const [name = ''] = process.argv.slice(2)
const demo = Object.entries(demos).find(([known]) => known === name)?.[1]
if (demo === undefined)
  throw new Error(`a demo is expected: ${Object.keys(demos).join(', ')}; received "${name}"`)

const running = await runningSuite()
const started = running === undefined ? await startSuite() : undefined
try {
  const story = tellStory((line) => console.log(line))
  await demo(running ?? (await readEndpoints()), story)
  const { right, wrong } = story.outcome
  console.log(`\n${right} steps came as expected, ${wrong} did not.`)
  if (wrong > 0) process.exitCode = 1
} finally {
  if (started !== undefined) await stop(started)
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
  const child = spawn(process.execPath, [join(root, 'infra/local/start.ts')], {
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
