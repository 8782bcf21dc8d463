import { Aws, Duration } from 'aws-cdk-lib'
import {
  AccountRecovery,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  type UserPoolDomain,
  UserPoolOperation,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { resourceServer, type Scope, scopes } from '../../shared/http/route.ts'
import { type Role, roles, rolesByScope } from '../../shared/roles.ts'
import type { Stage } from '../stage.ts'
import { acknowledge } from './acknowledge.ts'
import { bundledFunction } from './bundled-function.ts'

export interface IdentityProps {
  readonly stage: Stage
  /** Output folder of the build. */
  readonly bundles: string
  /** Redirect URLs after sign-in. */
  readonly callbackUrls: readonly string[]
}

/** Token clients: machines by client credentials, people by the authorization code flow with PKCE. */
export class Identity extends Construct {
  readonly userPool: UserPool
  readonly domain: UserPoolDomain
  /** For a shop's own system: has a secret and the scopes of a storefront. */
  readonly machineClient: UserPoolClient
  /** For people in a browser: no secret; their roles decide the scopes of a token. */
  readonly webClient: UserPoolClient

  constructor(scope: Construct, id: string, { stage, bundles, callbackUrls }: IdentityProps) {
    super(scope, id)
    this.userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      // The lowest plan in which a trigger can change access tokens.
      featurePlan: FeaturePlan.ESSENTIALS,
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
        'The Plus tier is priced per user, and its threat protection does not cover machine clients. MFA is required for every person.',
    })
    this.giveRoles(stage, bundles)
    // The prefix is unique across all accounts of a region.
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
    const ofStorefront = apiScopes
      .filter(({ scopeName }) => isGiven(scopeName as Scope, 'storefront'))
      .map((one) => OAuthScope.resourceServer(server, one))
    this.machineClient = this.client('MachineClient', server, {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: ofStorefront },
    })
    this.webClient = this.client('WebClient', server, {
      generateSecret: false,
      // A revoked role is effective within 15 minutes, and no session lasts overnight.
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(8),
      // A refresh token is valid once; the minute covers a lost response.
      refreshTokenRotationGracePeriod: Duration.minutes(1),
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, ...granted],
        callbackUrls: [...callbackUrls],
        logoutUrls: [...callbackUrls],
      },
    })
  }

  /** Issuer of the tokens, where their keys are published. */
  get issuer(): string {
    return this.userPool.userPoolProviderUrl
  }

  /** A group for each role; a person's groups decide the scopes of their tokens. */
  private giveRoles(stage: Stage, bundles: string): void {
    for (const [groupName, description] of Object.entries(roles))
      this.userPool.addGroup(`Role-${groupName}`, { groupName, description })
    const narrowing = bundledFunction(this, 'Token', {
      stage,
      bundles,
      bundle: 'identity-token',
      description: 'Narrows a person’s token to the scopes of their roles.',
      // Cognito's own limit.
      timeout: Duration.seconds(5),
      memory: 512,
    })
    this.userPool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, narrowing, LambdaVersion.V2_0)
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

const isGiven = (scope: Scope, role: Role): boolean => {
  const given: readonly Role[] = rolesByScope[scope]
  return given.includes(role)
}
