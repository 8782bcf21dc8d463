import { Duration } from 'aws-cdk-lib'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { Stage } from '../stage.ts'
import { bundledFunction } from './bundled-function.ts'
import type { Identity } from './identity.ts'

export interface DocsProps {
  readonly stage: Stage
  readonly bundles: string
  readonly identity: Identity
}

/** The API documents and their page: one function without permissions besides logging. */
export class Docs extends Construct {
  readonly api: LambdaFunction

  constructor(scope: Construct, id: string, { stage, bundles, identity }: DocsProps) {
    super(scope, id)
    this.api = bundledFunction(this, 'Api', {
      stage,
      bundles,
      bundle: 'docs-api',
      description: 'Serves the API documents and their page.',
      timeout: Duration.seconds(10),
      memory: 512,
      environment: {
        IDENTITY_URL: identity.domain.baseUrl(),
        WEB_CLIENT_ID: identity.webClient.userPoolClientId,
      },
    })
  }
}
