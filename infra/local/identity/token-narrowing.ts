import type { CloudResource, Functions } from '../contracts.ts'
import type { Session } from './sign-in.ts'

/** Why a token is made, in Cognito's words. */
export type TokenTrigger = 'TokenGeneration_HostedAuth' | 'TokenGeneration_RefreshTokens'

/** The scopes that a session's token comes to carry. */
export type Narrow = (session: Session, occasion: TokenTrigger) => Promise<readonly string[]>

/**
 * Asks the function that the user pool's template names as its pre token generation trigger, version 2, which scopes
 * to leave out. Error: when the function fails, as Cognito then gives no token.
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
