import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The command of a tool, or why it is unavailable. */
export type ToolInstallation = { readonly command: string } | { readonly unavailable: string }

export interface PythonTool {
  /** Folder of the virtual environment; created when missing. */
  readonly folder: string
  /** Path of the requirements file. */
  readonly requirements: string
  /** Name of the installed command. */
  readonly command: string
}

/** Installs a tool into its own virtual environment; needs Python and its package index. */
export async function installPythonTool(tool: PythonTool): Promise<ToolInstallation> {
  const { folder, requirements, command } = tool
  if (!(await hasPython()))
    return { unavailable: 'install Python 3.10 or newer with venv (for example apt install python3-venv)' }
  try {
    await mkdir(folder, { recursive: true })
    if (!existsSync(join(folder, 'bin', 'pip'))) await run('python3', ['-m', 'venv', folder])
    await run(join(folder, 'bin', 'pip'), ['install', '--quiet', '--requirement', requirements])
  } catch (error) {
    return { unavailable: `${command} could not be installed: ${String(error).slice(0, 300)}` }
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
