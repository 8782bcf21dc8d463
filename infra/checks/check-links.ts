import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** A broken link in a document. */
export interface DeadLink {
  readonly file: string
  readonly line: number
  readonly target: string
}

/** Links and images of Markdown: `[text](target)` and `[text]: target`. */
const links = /\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s+(\S+)/gm
const external = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i

/**
 * Every relative link of the documents without a target file or heading. External links are not checked: a check must
 * not depend on a network.
 */
export function deadLinks(root: string): DeadLink[] {
  return documentsOf(root).flatMap((file) => {
    const text = withoutCode(readFileSync(join(root, file), 'utf8'))
    return [...text.matchAll(links)].flatMap((match) => {
      const target = match[1] ?? match[2] ?? ''
      if (target === '' || external.test(target) || isAlive(root, file, target)) return []
      return [{ file, line: text.slice(0, match.index).split('\n').length, target }]
    })
  })
}

export const documentsOf = (root: string): string[] =>
  globSync(['*.md', '{docs,functions,shared,events,infra,test}/**/*.md'], { cwd: root }).sort()

function isAlive(root: string, file: string, target: string): boolean {
  const [path = '', anchor] = decodeURI(target).split('#')
  const found = path === '' ? file : normalize(join(dirname(file), path))
  if (found.startsWith('..') || !existsSync(join(root, found))) return false
  if (anchor === undefined || !found.endsWith('.md')) return true
  return anchorsOf(readFileSync(join(root, found), 'utf8')).has(anchor)
}

/** The anchors that GitHub makes of headings: lower case, no punctuation, hyphens for spaces. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>()
  const anchors = [...withoutCode(text).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, heading = '']) => {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-')
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    return count === 0 ? slug : `${slug}-${count}`
  })
  return new Set(anchors)
}

/** The text with code blanked out; line numbers stay. */
const withoutCode = (text: string): string =>
  text
    .replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, (block) => block.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/`[^`\n]*`/g, (span) => span.replaceAll(/[[\]()]/g, ' '))

if (import.meta.main) {
  const root = process.cwd()
  const dead = deadLinks(root)
  for (const { file, line, target } of dead)
    console.log(`${file}:${line}: no such file or heading: ${target}`)
  if (dead.length === 0) console.log(`${documentsOf(root).length} documents, no dead link`)
  process.exitCode = dead.length === 0 ? 0 : 1
}
