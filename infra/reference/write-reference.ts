import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { accessPage } from './access.ts'
import { alarmsPage } from './alarms.ts'
import { checksPage } from './checks.ts'
import { errorsPage } from './errors.ts'
import { eventsPage } from './events.ts'
import { limitsPage } from './limits.ts'

const root = dirname(dirname(import.meta.dirname))

/** Every generated page by its path from the root. */
export const referencePages = async (): Promise<Readonly<Record<string, string>>> => ({
  'docs/reference/alarms.md': alarmsPage(),
  'docs/reference/checks.md': checksPage(root),
  'docs/reference/error-codes.md': await errorsPage(),
  'docs/reference/events.md': eventsPage(),
  'docs/reference/limits.md': limitsPage(root),
  'docs/reference/scopes-and-roles.md': accessPage(),
})

/** Generated pages of the working directory that differ from the current code. */
export async function stalePages(): Promise<string[]> {
  const pages = Object.entries(await referencePages())
  return pages.filter(([path, text]) => read(path) !== text).map(([path]) => path)
}

function read(path: string): string {
  try {
    return readFileSync(join(process.cwd(), path), 'utf8')
  } catch {
    return ''
  }
}

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    const stale = await stalePages()
    for (const path of stale) console.log(`${path} is stale: run \`npm run reference\` and commit it.`)
    const count = Object.keys(await referencePages()).length
    if (stale.length === 0) console.log(`${count} generated pages are up to date`)
    process.exitCode = stale.length === 0 ? 0 : 1
  } else {
    for (const [path, text] of Object.entries(await referencePages())) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
      console.log(path)
    }
  }
}
