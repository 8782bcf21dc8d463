import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * Reduces htmlparser2 to its parser in the bundles: the DOM handler would add all character references of HTML twice.
 * The parser's own copy (32 KB) is removed too: mail reading runs it with `decodeEntities` off, so it is never used.
 */
export const htmlParserOnly: Plugin = {
  name: 'html-parser-only',
  setup(build) {
    build.onResolve({ filter: /^htmlparser2$/ }, async ({ path, resolveDir, pluginData }) => {
      if (pluginData === 'resolving') return undefined
      const found = await build.resolve(path, {
        resolveDir,
        kind: 'import-statement',
        pluginData: 'resolving',
      })
      return found.errors.length > 0 ? found : { path: join(dirname(found.path), 'Parser.js') }
    })
    build.onLoad({ filter: /[\\/]entities[\\/].+[\\/]decode-data-html\.js$/ }, () => ({
      contents: 'export const htmlDecodeTree = new Uint16Array(0)',
    }))
  },
}
