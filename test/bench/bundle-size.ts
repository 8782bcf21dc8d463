import type { Metafile } from 'esbuild'
import { deployedFunctions } from '../../infra/deployed-functions.ts'
import { atMost, type Figure } from './figure.ts'

/** `incoming-mail` reads hostile mail: nobody waits for it, and it alone carries the mail parser's character references. */
const budgets = {
  ordersApi: atMost(345, 215),
  incomingMail: atMost(420, 380),
  largest: atMost(380, 260),
  unwanted: atMost(0),
}

const unwantedInput = /credential-provider-(?:sso|ini|process)/

/** Size of each minified bundle in KB (1024 bytes), and the number of unwanted inputs. */
export function bundleSizes({ outputs }: Metafile): Figure[] {
  const bundles = Object.entries(outputs).filter(([path]) => path.endsWith('.js'))
  const sizes = Object.keys(deployedFunctions).map((name) => {
    const bundle = bundles.find(([path]) => path.endsWith(`/${name}/index.js`))
    if (bundle === undefined) throw new Error(`Bundle of ${name} is missing.`)
    return { name, kilobytes: bundle[1].bytes / 1024 }
  })
  const waitedFor = sizes.filter(({ name }) => name !== 'incoming-mail')
  const largest = Math.max(...waitedFor.map(({ kilobytes }) => kilobytes))
  const dynamic = bundles.flatMap(([, { imports }]) =>
    imports.filter(({ kind, path }) => kind === 'dynamic-import' && /^(?:node:)?https?$/.test(path)),
  )
  const providers = bundles.flatMap(([, { inputs }]) =>
    Object.keys(inputs).filter((input) => unwantedInput.test(input)),
  )
  return [
    ...sizes.map(({ name, kilobytes }) => ({
      name: `bundle: ${name}`,
      value: kilobytes,
      unit: 'KB',
      ...(name === 'orders-api' ? { bound: budgets.ordersApi } : {}),
      ...(name === 'incoming-mail' ? { bound: budgets.incomingMail } : {}),
    })),
    {
      name: 'bundle: largest of those that somebody waits for',
      value: largest,
      unit: 'KB',
      bound: budgets.largest,
    },
    {
      name: 'bundles: dynamic imports of HTTP modules',
      value: dynamic.length,
      unit: '',
      bound: budgets.unwanted,
    },
    {
      name: 'bundles: files of sso, ini and process credentials',
      value: providers.length,
      unit: '',
      bound: budgets.unwanted,
    },
  ]
}
