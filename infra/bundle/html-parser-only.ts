import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * Of htmlparser2 the bundles get its parser alone: not what makes trees of its events, which brings all character
 * references of HTML along twice. Nor those of the parser itself (32 KB): what reads mail leaves references as they
 * are written, and the parser never asks.
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
