import { startCloud } from '../local/cloud.ts'
import type { Cloud, CloudOptions } from '../local/cloud-contract.ts'
import { type SamplePrincipals, samplePrincipals } from './sample-principals.ts'

/** The suite on the local cloud, with the sample clients and people. */
export type SuiteCloud = Cloud<SamplePrincipals>

export interface SuiteCloudOptions extends Omit<CloudOptions, 'principals' | 'variables'> {
  /** Further environment variables for all functions, such as the URLs of sandboxes. */
  readonly variables?: Readonly<Record<string, string>>
}

/** Starts the suite on the local cloud: adds what is specific to the suite and not part of a deployment. */
export const startSuiteCloud = ({ variables, ...options }: SuiteCloudOptions): Promise<SuiteCloud> =>
  startCloud({
    ...options,
    principals: samplePrincipals,
    variables: ({ identity }) => ({
      // The template derives it from the user pool's domain, which has no server here.
      IDENTITY_URL: identity,
      // Webhook subscribers run on this machine too.
      LOOPBACK_RECEIVERS: 'allowed',
      ...variables,
    }),
  })
