import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from '../build.ts'

/** What a local start runs. */
export interface Assembled {
  /** Folder of the cloud assembly: templates and bundles. */
  readonly assembly: string
  /** Output folder of the build: `functions/<name>/index.js`. */
  readonly bundles: string
}

export interface AssembleOptions {
  /** Folder for the whole output. */
  readonly folder: string
  readonly minify?: boolean
}

/** Builds the bundles and synthesises the app; rejects with the CDK's error. */
export async function assemble({ folder, minify = true }: AssembleOptions): Promise<Assembled> {
  const [bundles, assembly] = [join(folder, 'bundles'), join(folder, 'assembly')]
  await build({ outdir: bundles, minify })
  rmSync(assembly, { recursive: true, force: true })
  // A process of its own: the CDK is large, and not needed after synthesis.
  await promisify(execFile)(process.execPath, [import.meta.filename, assembly, bundles])
  return { assembly, bundles }
}

if (import.meta.main) {
  const [outdir, bundles] = process.argv.slice(2)
  const { createApp } = await import('../app.ts')
  createApp({ outdir: outdir!, bundles: bundles! }).synth()
}
