import type { CloudResource, Functions } from '../contracts.ts'
import type { Session } from './sign-in.ts'

/** Reason for a token, in Cognito's names. */
export type TokenTrigger = 'TokenGeneration_HostedAuth' | 'TokenGeneration_RefreshTokens'

/** Returns the scopes of a session's token. */
export type Narrow = (session: Session, occasion: TokenTrigger) => Promise<readonly string[]>

/**
 * Invokes the user pool's pre token generation trigger, version 2, which suppresses scopes.
 * Error: the function fails; Cognito then issues no token.
 */
export function narrowBy(resources: readonly CloudResource[], invoke: Functions['invoke']): Narrow {
  return async ({ client, person, scopes }, occasion) => {
    const pool = resources.find(({ type, ref }) => type === 'AWS::Cognito::UserPool' && ref === client.pool)
    const trigger: { LambdaArn: string } | undefined = pool?.properties.LambdaConfig?.PreTokenGenerationConfig
    if (trigger === undefined) return scopes
    const result = await invoke(trigger.LambdaArn, {
      version: '2',
      triggerSource: occasion,
      region: 'us-east-1',
      userPoolId: client.pool,
      userName: person.id,
      callerContext: { awsSdkVersion: 'local', clientId: client.id },
      request: {
        userAttributes: { sub: person.id, email: person.email },
        groupConfiguration: { groupsToOverride: person.roles, iamRolesToOverride: [] },
        scopes,
      },
      response: { claimsAndScopeOverrideDetails: null },
    })
    if (!result.ok) throw new Error(`PreTokenGeneration failed with error ${result.errorMessage}`)
    const left = suppressedBy(result.payload)
    return scopes.filter((scope) => !left.includes(scope))
  }
}

function suppressedBy(payload: unknown): readonly string[] {
  const { response } = payload as {
    response: {
      claimsAndScopeOverrideDetails?: { accessTokenGeneration?: { scopesToSuppress?: readonly string[] } }
    }
  }
  return response.claimsAndScopeOverrideDetails?.accessTokenGeneration?.scopesToSuppress ?? []
}
