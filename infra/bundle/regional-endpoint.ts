import type { Plugin } from 'esbuild'

const resolver = `export const defaultEndpointResolver = ({ Endpoint, Region }) => ({
  url: new URL(Endpoint ?? \`https://dynamodb.\${Region}.amazonaws.com\`),
})`

/**
 * Takes the DynamoDB client's endpoint rules out of the bundles, with their interpreter and all partitions of AWS
 * (20 KB): the endpoint is the one configured, or else the region's. The rules would say the same, as we deploy to
 * the partition `aws` only and ask for no FIPS, dual-stack or account endpoints.
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
