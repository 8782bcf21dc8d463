import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'

/**
 * Of the 2231 character references of HTML that postal-mime knows, the bundles get those of Latin letters, everyday
 * punctuation and currencies: 7 KB instead of 38. Any other name in a mail of HTML alone stays as it was written;
 * numeric references are all still read.
 */
export const everydayEntities: Plugin = {
  name: 'everyday-entities',
  setup(build) {
    build.onLoad({ filter: /[\\/]postal-mime[\\/].+[\\/]html-entities\.js$/ }, async ({ path }) => {
      const all = (await import(pathToFileURL(path).href)) as { htmlEntities: Record<string, string> }
      const kept = Object.entries(all.htmlEntities).filter(([, character]) => isEveryday(character))
      return { contents: `export const htmlEntities = ${JSON.stringify(Object.fromEntries(kept))}` }
    })
  },
}

/** Latin with its extensions, general punctuation, currencies, the trademark sign. */
function isEveryday(character: string): boolean {
  const [point = 0, ...more] = Array.from(character, (one) => one.codePointAt(0) ?? 0)
  const inside = (first: number, last: number): boolean => point >= first && point <= last
  return (
    more.length === 0 &&
    (inside(0, 0x24f) || inside(0x2000, 0x206f) || inside(0x20a0, 0x20cf) || point === 0x2122)
  )
}
