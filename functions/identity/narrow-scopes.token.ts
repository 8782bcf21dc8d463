import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda'
import { resourceServer } from '../../shared/http/route.ts'
import { scopesOfRoles } from '../../shared/roles.ts'

/**
 * Takes out of a person's token what none of their roles may do: the web client may ask for every scope, whoever signs
 * in by it. Cognito calls it before it signs, at sign-in and at each refresh (pre token generation, version 2).
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
