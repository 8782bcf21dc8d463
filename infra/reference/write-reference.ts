import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { accessPage } from './access.ts'
import { alarmsPage } from './alarms.ts'
import { checksPage } from './checks.ts'
import { errorsPage } from './errors.ts'
import { eventsPage } from './events.ts'
import { limitsPage } from './limits.ts'

const root = dirname(dirname(import.meta.dirname))

/** Every generated page by its path from the root. */
const pages: Readonly<Record<string, string>> = {
  'docs/reference/alarms.md': alarmsPage(),
  'docs/reference/checks.md': checksPage(root),
  'docs/reference/error-codes.md': await errorsPage(),
  'docs/reference/events.md': eventsPage(),
  'docs/reference/limits.md': limitsPage(root),
  'docs/reference/scopes-and-roles.md': accessPage(),
}

/** A file of the working directory; empty when it is missing. */
const read = (path: string): string => {
  const file = join(process.cwd(), path)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

if (process.argv.includes('--check')) {
  const stale = Object.entries(pages).filter(([path, text]) => read(path) !== text)
  for (const [path] of stale) console.log(`${path} is stale: run \`npm run reference\` and commit it.`)
  if (stale.length === 0) console.log(`${Object.keys(pages).length} generated pages are up to date`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  for (const [path, text] of Object.entries(pages)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    console.log(path)
  }
}
