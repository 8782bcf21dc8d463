import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'

/** SDK files that Lambda does not need, and the module that replaces each. */
const replacements: readonly (readonly [file: string, contents: string])[] = [
  // Lambda has no `~/.aws`. Only this file needs `node:fs/promises`, which adds 3 ms to each cold start.
  [
    'config/shared-ini-file-loader/loadSharedConfigFiles.js',
    `export { CONFIG_PREFIX_SEPARATOR } from './constants'
     export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} })`,
  ],
  [
    'config/shared-ini-file-loader/loadSsoSessionData.js',
    'export const loadSsoSessionData = async () => ({})',
  ],
  // The region is in the environment, so the EC2 metadata service is never called.
  [
    'config/config-resolver/regionConfig/getInstanceMetadataRegion.js',
    'export const getInstanceMetadataRegion = async () => undefined',
  ],
  // The suite deploys to the partition `aws` only.
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
  // Node converts hexadecimal itself; filling the SDK's two tables adds 1 ms to each cold start.
  [
    'serde/util-hex-encoding/hex-encoding.js',
    `export const toHex = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
     export const fromHex = (encoded) => {
       if (!/^(?:[0-9a-f]{2})*$/i.test(encoded)) throw new Error('Invalid hexadecimal text.')
       return new Uint8Array(Buffer.from(encoded, 'hex'))
     }`,
  ],
  // Node has its own SHA-256.
  ['checksum/sha256/Sha256Js.js', 'export const Sha256Js = undefined'],
]

/** Removes SDK parts that Lambda does not need from the bundles: configuration comes from the environment. */
export const lambdaOnly: Plugin = {
  name: 'lambda-only',
  setup(build) {
    for (const [file, contents] of replacements) {
      const path = file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')
      const filter = new RegExp(
        `[\\\\/]@(?:smithy|aws-sdk)[\\\\/]core[\\\\/]dist-es[\\\\/]submodules[\\\\/]${path}$`,
      )
      build.onLoad({ filter }, (args) => ({ contents, resolveDir: dirname(args.path) }))
    }
  },
}
