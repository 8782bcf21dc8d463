import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { build as bundle, type Metafile } from 'esbuild'
import { flatEntities } from './bundle/flat-entities.ts'
import { htmlParserOnly } from './bundle/html-parser-only.ts'
import { lambdaOnly } from './bundle/lambda-only.ts'
import { mustMatch } from './bundle/must-match.ts'
import { regionalEndpoint } from './bundle/regional-endpoint.ts'
import { versionOnly } from './bundle/version-only.ts'
import { type DeployedFunction, deployedFunctions } from './deployed-functions.ts'
import { writeDocuments } from './documents/build-documents.ts'

const root = dirname(import.meta.dirname)

/** Packages that a file of ours replaces in the bundles. */
const aliases = {
  '@aws-sdk/credential-provider-node': 'infra/bundle/environment-credentials.ts',
  '@aws-sdk/middleware-endpoint-discovery': 'infra/bundle/no-endpoint-discovery.ts',
  '@smithy/core/event-streams': 'infra/bundle/no-event-streams.ts',
}

/** Default output folder. */
export const defaultOutdir = join(root, 'dist')

export interface BuildOptions {
  /** Receives `functions/<name>/{handler,index}.js`, `maps/<name>/index.js.map` and `meta.json`; default `dist`. */
  readonly outdir?: string
  readonly minify?: boolean
}

/**
 * Bundles all deployed functions in one build, writes the API documents beside the function that serves them, and
 * returns esbuild's metafile.
 * The format is CommonJS without dynamic imports: on Node 24 `import 'node:http'` takes 50 ms and `require` 6 ms.
 * Credentials come from the environment only. Source maps are not deployed.
 * Errors: those of esbuild, an unused plugin or alias, and an unwanted module in a bundle.
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
    // CommonJS has no `import.meta`; a package that passes it to `createRequire` accepts a path as well.
    define: { 'import.meta.url': '__filename' },
    alias: Object.fromEntries(Object.entries(aliases).map(([name, file]) => [name, `./${file}`])),
    plugins: [versionOnly, lambdaOnly, regionalEndpoint, flatEntities, htmlParserOnly].map(mustMatch),
    minify,
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: 'external',
    metafile: true,
    logLevel: 'warning',
  })

  for (const [name, file] of Object.entries(aliases))
    if (metafile.inputs[file] === undefined)
      throw new Error(`Alias of ${name} matched no import; remove it or correct its name.`)

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
      throw new Error(`Bundle ${name} contains unwanted modules: ${unwanted.join(', ')}.`)
    write(path, contents)
    for (const file of filesReadBy(Object.keys(metafile.outputs[relative(root, path)]?.inputs ?? {})))
      copyFileSync(join(root, file), join(dirname(path), basename(file)))
    // Node takes the module format from the nearest package.json; the project's says "module".
    write(join(dirname(path), 'package.json'), '{"type":"commonjs"}\n')
    write(join(dirname(path), 'handler.js'), entry)
  }
  await writeDocuments(bundleFolder('docs-api', outdir))
  write(join(outdir, 'meta.json'), JSON.stringify(metafile))
  return metafile
}

/**
 * A function's entry file. Lambda imports it as an ES module, and Node scans an imported CommonJS file for exports
 * before it runs it: 3 ms for a bundle. A required bundle is not scanned.
 */
const entry = "exports.handler = require('./index.js').handler\n"

const unwantedInputs = /credential-provider-(?:sso|ini|process|login|web-identity|http|imds)|token-providers/

/** Unwanted modules and dynamic imports of a bundle, from its inputs in the metafile and its text. */
export function unwantedModulesIn(inputs: readonly string[], text: string): string[] {
  const dynamicImport = /\bimport\s*\(/.test(text) ? ['a dynamic import'] : []
  return [...inputs.filter((input) => unwantedInputs.test(input)), ...dynamicImport]
}

/** Data files by the source file that reads them from its own folder; the build copies them beside the bundle. */
const dataFiles: Readonly<Record<string, string>> = {
  'functions/email/classifier/seed-models.file.ts': 'functions/email/classifier/seed-models.json',
}

const filesReadBy = (inputs: readonly string[]): string[] => inputs.flatMap((input) => dataFiles[input] ?? [])

function write(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, contents)
}

/** Folder that is deployed as a function's code. */
export const bundleFolder = (name: DeployedFunction, outdir: string): string =>
  join(outdir, 'functions', name)

if (import.meta.main) {
  const { outputs } = await build()
  for (const [path, { bytes }] of Object.entries(outputs)) {
    if (path.endsWith('.js')) console.log(`${(bytes / 1024).toFixed(0).padStart(5)} KB  ${path}`)
  }
}
