import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'aws-cdk-lib'
import { createApp } from '../../infra/app.ts'
import { build } from '../../infra/build.ts'
import type { CloudResource } from '../../infra/local/contracts.ts'
import { readAssembly, resolveResources } from '../../infra/local/template.ts'

/** A resource as its template declares it, intrinsic functions included. */
export interface Declared {
  readonly logicalId: string
  readonly Type: string
  readonly Properties: CloudResource['properties']
  readonly DeletionPolicy?: string
}

export interface Synthesised {
  readonly app: App
  /** Of both stacks, as written. */
  readonly declared: readonly Declared[]
  /** Of both stacks, references resolved as the local cloud resolves them. */
  readonly resources: readonly CloudResource[]
}

const folders: string[] = []
let bundles: Promise<string> | undefined

/** Synthesises the app in a context, changed by `alter`, with bundles that are built once per test file. */
export async function synthesise(
  context: Readonly<Record<string, string>> = {},
  alter: (app: App) => void = () => {},
): Promise<Synthesised> {
  bundles ??= buildOnce()
  const outdir = temporaryFolder()
  const app = createApp({ outdir, bundles: await bundles, context })
  alter(app)
  app.synth()
  const assembly = readAssembly(outdir)
  const declared = [...assembly.values()].flatMap(({ Resources = {} }) =>
    Object.entries(Resources).map(([logicalId, resource]) => ({
      logicalId,
      ...(resource as Omit<Declared, 'logicalId'>),
    })),
  )
  let resolved: readonly CloudResource[] | undefined
  return {
    app,
    declared,
    // Resolved on demand: the local cloud need not support resources that exist only in prod.
    get resources() {
      resolved ??= resolveResources(assembly)
      return resolved
    },
  }
}

/** Removes the output of `synthesise`. */
export function cleanUp(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  bundles = undefined
}

export const ofType = (declared: readonly Declared[], type: string): Declared[] =>
  declared.filter(({ Type }) => Type === type)

async function buildOnce(): Promise<string> {
  const outdir = temporaryFolder()
  await build({ outdir })
  return outdir
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'retaguarda-synth-'))
  folders.push(folder)
  return folder
}
