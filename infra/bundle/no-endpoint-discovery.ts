/**
 * Stands in for `@aws-sdk/middleware-endpoint-discovery` in the bundles: the DynamoDB client resolves its options
 * on construction, but the feature is off unless it is asked for, and we never ask.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => false,
  configFileSelector: () => false,
  default: false,
}

export const resolveEndpointDiscoveryConfig = <Config extends object>(config: Config): Config => config
