import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda'
import { resourceServer } from '../../shared/http/route.ts'
import { scopesOfRoles } from '../../shared/roles.ts'

/**
 * Removes from a person's token every scope that none of their roles has: the web client may request every scope for any
 * user. Cognito calls it at sign-in and at each refresh, before signing (pre token generation, version 2).
 */
export async function handler(
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> {
  const { scopes = [], groupConfiguration } = event.request
  const granted = scopesOfRoles(groupConfiguration.groupsToOverride ?? [])
  const scopesToSuppress = scopes.filter(
    (scope) => scope.startsWith(`${resourceServer}/`) && !granted.includes(scope),
  )
  return {
    ...event,
    response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToSuppress } } },
  }
}
