import type { Plugin } from 'esbuild'

/** Files of the SDK that only matter elsewhere than where we deploy, and what stands in for each. */
const elsewhere: readonly (readonly [file: string, contents: string])[] = [
  // No `~/.aws` there, and `node:fs/promises`, which only this needs, takes 3 ms of every cold start.
  [
    'config/shared-ini-file-loader/loadSharedConfigFiles.js',
    `export { CONFIG_PREFIX_SEPARATOR } from './constants'
     export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} })`,
  ],
  [
    'config/shared-ini-file-loader/loadSsoSessionData.js',
    'export const loadSsoSessionData = async () => ({})',
  ],
  // The region is in the environment: the metadata service of EC2 is never asked.
  [
    'config/config-resolver/regionConfig/getInstanceMetadataRegion.js',
    'export const getInstanceMetadataRegion = async () => undefined',
  ],
  // We deploy to the partition `aws` only.
  [
    'client/util-endpoints/lib/aws/partitions.js',
    `const outputs = {
       name: 'aws',
       dnsSuffix: 'amazonaws.com',
       dualStackDnsSuffix: 'api.aws',
       implicitGlobalRegion: 'us-east-1',
       supportsDualStack: true,
       supportsFIPS: true,
     }
     export const partitionsInfo = { version: '1.1', partitions: [{ id: 'aws', outputs, regionRegex: '', regions: {} }] }`,
  ],
  // Node has hexadecimal digits of its own; to fill the two tables takes 1 ms of every cold start.
  [
    'serde/util-hex-encoding/hex-encoding.js',
    `export const toHex = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
     export const fromHex = (encoded) => {
       if (!/^(?:[0-9a-f]{2})*$/i.test(encoded)) throw new Error('pairs of hexadecimal digits are expected')
       return new Uint8Array(Buffer.from(encoded, 'hex'))
     }`,
  ],
  // Node has SHA-256 of its own.
  ['checksum/sha256/Sha256Js.js', 'export const Sha256Js = undefined'],
]

/** Leaves out of the bundles what the SDK brings along for other places: configuration comes from the environment. */
export const lambdaOnly: Plugin = {
  name: 'lambda-only',
  setup(build) {
    build.onLoad({ filter: /[\\/]@(?:smithy|aws-sdk)[\\/]core[\\/]dist-es[\\/].+\.js$/ }, ({ path }) => {
      const place = path.replaceAll('\\', '/')
      const found = elsewhere.find(([file]) => place.endsWith(`/submodules/${file}`))
      return found && { contents: found[1], resolveDir: path.slice(0, -found[0].split('/').at(-1)!.length) }
    })
  },
}
