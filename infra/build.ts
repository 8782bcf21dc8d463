import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { build as bundle, type Metafile } from 'esbuild'
import { everydayEntities } from './bundle/everyday-entities.ts'
import { flatEntities } from './bundle/flat-entities.ts'
import { htmlParserOnly } from './bundle/html-parser-only.ts'
import { lambdaOnly } from './bundle/lambda-only.ts'
import { regionalEndpoint } from './bundle/regional-endpoint.ts'
import { versionOnly } from './bundle/version-only.ts'
import { type DeployedFunction, deployedFunctions } from './deployed-functions.ts'
import { writeDocuments } from './documents/build-documents.ts'

const root = dirname(import.meta.dirname)

/** Where the build puts what it makes unless told otherwise. */
export const defaultOutdir = join(root, 'dist')

export interface BuildOptions {
  /** Gets `functions/<name>/{handler,index}.js`, `maps/<name>/index.js.map` and `meta.json`; `dist` unless given. */
  readonly outdir?: string
  readonly minify?: boolean
}

/**
 * Bundles all deployed functions in one go, writes the API's documents beside the function that serves them, and
 * returns esbuild's metafile.
 * CommonJS without dynamic imports, since on Node 24 `import 'node:http'` costs 50 ms where `require` costs 6, and
 * with credentials from the environment only. Source maps lie apart from what is deployed.
 * Errors: esbuild's, and a bundle that holds what it must not.
 */
export async function build({ outdir = defaultOutdir, minify = true }: BuildOptions = {}): Promise<Metafile> {
  const { metafile, outputFiles } = await bundle({
    absWorkingDir: root,
    entryPoints: Object.entries(deployedFunctions).map(([name, entry]) => ({
      in: entry,
      out: `${name}/index`,
    })),
    outdir: join(outdir, 'functions'),
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    supported: { 'dynamic-import': false },
    // CommonJS knows no `import.meta`; a package that makes itself a `require` with it is as content with a path.
    define: { 'import.meta.url': '__filename' },
    alias: {
      '@aws-sdk/credential-provider-node': './infra/bundle/environment-credentials.ts',
      '@aws-sdk/middleware-endpoint-discovery': './infra/bundle/no-endpoint-discovery.ts',
      '@smithy/core/event-streams': './infra/bundle/no-event-streams.ts',
    },
    plugins: [versionOnly, lambdaOnly, regionalEndpoint, everydayEntities, flatEntities, htmlParserOnly],
    minify,
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: 'external',
    metafile: true,
    logLevel: 'warning',
  })

  rmSync(join(outdir, 'functions'), { recursive: true, force: true })
  rmSync(join(outdir, 'maps'), { recursive: true, force: true })
  for (const { path, contents, text } of outputFiles) {
    const name = basename(dirname(path))
    if (path.endsWith('.map')) {
      write(join(outdir, 'maps', name, basename(path)), contents)
      continue
    }
    const unwanted = unwantedModulesIn(
      Object.keys(metafile.outputs[relative(root, path)]?.inputs ?? {}),
      text,
    )
    if (unwanted.length > 0)
      throw new Error(`the bundle ${name} holds what it must not: ${unwanted.join(', ')}`)
    write(path, contents)
    for (const file of filesReadBy(Object.keys(metafile.outputs[relative(root, path)]?.inputs ?? {})))
      copyFileSync(join(root, file), join(dirname(path), basename(file)))
    // The nearest package.json decides how Node reads the file; the project's own says "module".
    write(join(dirname(path), 'package.json'), '{"type":"commonjs"}\n')
    write(join(dirname(path), 'handler.js'), entry)
  }
  await writeDocuments(bundleFolder('docs-api', outdir))
  write(join(outdir, 'meta.json'), JSON.stringify(metafile))
  return metafile
}

/**
 * Where a function starts. Lambda imports this file as it would an ES module, and Node then reads all of an imported
 * CommonJS file for its exports before it runs it: 3 ms for a bundle, none for a bundle that is required.
 */
const entry = "exports.handler = require('./index.js').handler\n"

const unwantedInputs = /credential-provider-(?:sso|ini|process|login|web-identity|http|imds)|token-providers/

/** What a bundle must not hold: its inputs as the metafile lists them, and its text. Empty when all is well. */
export function unwantedModulesIn(inputs: readonly string[], text: string): string[] {
  const dynamicImport = /\bimport\s*\(/.test(text) ? ['a dynamic import'] : []
  return [...inputs.filter((input) => unwantedInputs.test(input)), ...dynamicImport]
}

/** Data files by the source that reads them from beside itself: they have to lie beside its bundle, too. */
const dataFiles: Readonly<Record<string, string>> = {
  'functions/email/classifier/seed-models.file.ts': 'functions/email/classifier/seed-models.json',
}

const filesReadBy = (inputs: readonly string[]): string[] => inputs.flatMap((input) => dataFiles[input] ?? [])

function write(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, contents)
}

/** The folder that is deployed as a function's code. */
export const bundleFolder = (name: DeployedFunction, outdir: string): string =>
  join(outdir, 'functions', name)

if (import.meta.main) {
  const { outputs } = await build()
  for (const [path, { bytes }] of Object.entries(outputs)) {
    if (path.endsWith('.js')) console.log(`${(bytes / 1024).toFixed(0).padStart(5)} KB  ${path}`)
  }
}
