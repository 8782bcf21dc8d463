import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The command of a tool, or why there is none here. */
export type ToolInstallation = { readonly command: string } | { readonly lacking: string }

export interface PythonTool {
  /** The virtual environment, which is made where there is none. */
  readonly folder: string
  /** A requirements file. */
  readonly requirements: string
  /** Its name among what is installed. */
  readonly command: string
}

/** Installs a tool into a virtual environment of its own, where Python and its package index are at hand. */
export async function installPythonTool(tool: PythonTool): Promise<ToolInstallation> {
  const { folder, requirements, command } = tool
  if (!(await hasPython()))
    return { lacking: 'Python 3.10 or newer with venv is needed (such as apt install python3-venv)' }
  try {
    await mkdir(folder, { recursive: true })
    if (!existsSync(join(folder, 'bin', 'pip'))) await run('python3', ['-m', 'venv', folder])
    await run(join(folder, 'bin', 'pip'), ['install', '--quiet', '--requirement', requirements])
  } catch (error) {
    return { lacking: `${command} could not be installed: ${String(error).slice(0, 300)}` }
  }
  return { command: join(folder, 'bin', command) }
}

async function hasPython(): Promise<boolean> {
  try {
    await run('python3', ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'])
    return true
  } catch {
    return false
  }
}
