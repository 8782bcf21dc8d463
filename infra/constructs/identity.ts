import { Aws, Duration } from 'aws-cdk-lib'
import {
  AccountRecovery,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  type UserPoolDomain,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { resourceServer, scopes } from '../../shared/http/route.ts'
import type { Stage } from '../stage.ts'
import { acknowledge } from './acknowledge.ts'

export interface IdentityProps {
  readonly stage: Stage
  /** Where people come back to after signing in. */
  readonly callbackUrls: readonly string[]
}

/** Who may ask for tokens: machines by client credentials, people by the authorization code flow with PKCE. */
export class Identity extends Construct {
  readonly userPool: UserPool
  readonly domain: UserPoolDomain
  /** For integrations: has a secret, and every scope of the API. */
  readonly machineClient: UserPoolClient
  /** For people in a browser: no secret, so the code flow asks for PKCE. */
  readonly webClient: UserPoolClient

  constructor(scope: Construct, id: string, { stage, callbackUrls }: IdentityProps) {
    super(scope, id)
    this.userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      deletionProtection: stage.protectsData,
      removalPolicy: stage.removalPolicy,
    })
    acknowledge(this.userPool, {
      'AwsSolutions-COG8':
        'The Plus tier is priced per user and its threat protection does not cover machine clients; MFA is required of every person.',
    })
    // The prefix is one name space for all accounts of a region.
    this.domain = this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `retaguarda-${stage.name}-${Aws.ACCOUNT_ID}` },
    })

    const apiScopes = Object.entries(scopes).map(
      ([scopeName, scopeDescription]) => new ResourceServerScope({ scopeName, scopeDescription }),
    )
    const server = this.userPool.addResourceServer('ResourceServer', {
      identifier: resourceServer,
      scopes: apiScopes,
    })
    const granted = apiScopes.map((one) => OAuthScope.resourceServer(server, one))
    this.machineClient = this.client('MachineClient', server, {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: granted },
    })
    this.webClient = this.client('WebClient', server, {
      generateSecret: false,
      refreshTokenValidity: Duration.hours(12),
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, ...granted],
        callbackUrls: [...callbackUrls],
        logoutUrls: [...callbackUrls],
      },
    })
  }

  /** The issuer that tokens name, where their keys are found. */
  get issuer(): string {
    return this.userPool.userPoolProviderUrl
  }

  private client(
    id: string,
    server: UserPoolResourceServer,
    options: Parameters<UserPool['addClient']>[1],
  ): UserPoolClient {
    const client = this.userPool.addClient(id, {
      accessTokenValidity: Duration.hours(1),
      authFlows: {},
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
      ...options,
    })
    client.node.addDependency(server)
    return client
  }
}
