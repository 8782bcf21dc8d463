import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPythonTool, type ToolInstallation } from '../support/run/python-tool.ts'

/** A running emulator of AWS. */
export interface Emulator {
  readonly endpoint: string
  stop(): Promise<void>
}

/** Installs the emulator; needs Python and its package index. */
export const installEmulator = (folder: string): Promise<ToolInstallation> =>
  installPythonTool({
    folder,
    requirements: join(import.meta.dirname, 'requirements.txt'),
    command: 'ministack',
  })

const timeoutMs = 60_000

/** Starts an empty emulator on a free port. Error: it does not answer within a minute. */
export async function startEmulator(command: string): Promise<Emulator> {
  const port = await freePort()
  const home = await mkdtemp(join(tmpdir(), 'emulator-'))
  const child = spawn(command, {
    cwd: home,
    env: {
      ...process.env,
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: 'localhost',
      LAMBDA_EXECUTOR: 'local',
    },
    stdio: 'ignore',
  })
  const endpoint = `http://127.0.0.1:${port}`
  const stop = async (): Promise<void> => {
    await ended(child)
    await rm(home, { recursive: true })
  }
  const end = Date.now() + timeoutMs
  while (!(await answers(endpoint))) {
    if (Date.now() > end || child.exitCode !== null) {
      await stop()
      throw new Error(`Emulator does not answer at ${endpoint}.`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return { endpoint, stop }
}

const answers = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  )

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exited = once(child, 'exit')
  child.kill()
  await exited
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('Server has no port.')
  return address.port
}
