import type { Plugin } from 'esbuild'

const resolver = `export const defaultEndpointResolver = ({ Endpoint, Region }) => ({
  url: new URL(Endpoint ?? \`https://dynamodb.\${Region}.amazonaws.com\`),
})`

/**
 * Removes the DynamoDB client's endpoint rules from the bundles, with their interpreter and all AWS partitions (20 KB).
 * The endpoint is the configured one, else the region's. The rules give the same result for the partition `aws`
 * without FIPS, dual-stack or account endpoints.
 */
export const regionalEndpoint: Plugin = {
  name: 'regional-endpoint',
  setup(build) {
    build.onLoad(
      { filter: /[\\/]client-dynamodb[\\/]dist-es[\\/]endpoint[\\/]endpointResolver\.js$/ },
      () => ({
        contents: resolver,
      }),
    )
  },
}
