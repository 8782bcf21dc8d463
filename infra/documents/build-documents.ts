import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { catalogue } from '../../events/catalogue.ts'
import { asyncApiDocument } from './asyncapi.ts'
import { openApiDocument } from './openapi.ts'
import { findOperations } from './operations.ts'
import { nameSchemas } from './schema-names.ts'

const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const page = join(import.meta.dirname, 'page')

/** Files of Swagger UI that the page needs; its licence must be included. */
const swaggerFiles = [
  'swagger-ui-bundle.js',
  'swagger-ui.css',
  'oauth2-redirect.html',
  'oauth2-redirect.js',
  'favicon-32x32.png',
  'LICENSE',
  'NOTICE',
]
const pageFiles = ['index.html', 'page.css', 'start.js']

/**
 * Writes what the function `docs-api` serves into its bundle: `openapi.json`, `asyncapi.json`, and the page that
 * shows them in `docs/`. Errors: a route or a schema that is not in order.
 */
export async function writeDocuments(outdir: string): Promise<void> {
  const { openApi, asyncApi } = await makeDocuments()
  await mkdir(join(outdir, 'docs'), { recursive: true })
  await writeFile(join(outdir, 'openapi.json'), JSON.stringify(openApi))
  await writeFile(join(outdir, 'asyncapi.json'), JSON.stringify(asyncApi))
  for (const file of swaggerFiles) await cp(join(swaggerUi, file), join(outdir, 'docs', file))
  for (const file of pageFiles) await cp(join(page, file), join(outdir, 'docs', file))
}

/** The OpenAPI and the AsyncAPI document of the suite as it stands. */
export async function makeDocuments() {
  const operations = await findOperations()
  const names = await nameSchemas(operations)
  const info = { version: await projectVersion() }
  return {
    openApi: openApiDocument(operations, names, info),
    asyncApi: asyncApiDocument([...catalogue.values()], names, info),
  }
}

async function projectVersion(): Promise<string> {
  const manifest = await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
