/**
 * Replaces `@aws-sdk/middleware-endpoint-discovery` in the bundles: the DynamoDB client reads its options on
 * construction, but the feature is off by default and never enabled here.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => false,
  configFileSelector: () => false,
  default: false,
}

export const resolveEndpointDiscoveryConfig = <Config extends object>(config: Config): Config => config
