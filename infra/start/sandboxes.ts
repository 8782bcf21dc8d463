import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The platforms' sandboxes in a process of their own. */
export interface SandboxProcess {
  /** Variables that point the functions at the sandboxes; no deployment sets them. */
  readonly variables: Readonly<Record<string, string>>
  /** Base URLs by platform. */
  readonly urls: Readonly<Record<string, string>>
  stop(): Promise<void>
}

const script = join(import.meta.dirname, '..', '..', 'test', 'support', 'sandboxes', 'serve.child.ts')

/** Starts the same sandboxes as the tests. Error: they ended before they printed their URLs. */
export async function startSandboxProcess(): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const [line] = await Promise.race([
    new Promise<[string]>((resolve) => createInterface(child.stdout).once('line', (said) => resolve([said]))),
    ended.then((): [undefined] => [undefined]),
  ])
  if (line === undefined) throw new Error('The platform sandboxes did not start.')
  const { urls } = JSON.parse(line) as { readonly urls: Record<string, string> }
  return {
    variables: { CHANNEL_SANDBOXES: JSON.stringify(urls) },
    urls,
    stop() {
      child.stdin.end()
      return ended
    },
  }
}
