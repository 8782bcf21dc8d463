import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda'
import { handler } from '../../functions/identity/narrow-scopes.token.ts'
import { resourceServer, type Scope, scopes } from '../../shared/http/route.ts'
import { type Role, roles, rolesByScope, scopesOfRoles } from '../../shared/roles.ts'

const all = (Object.keys(scopes) as Scope[]).map((scope) => `${resourceServer}/${scope}`)
const every = Object.keys(roles) as Role[]
const holds = (role: Role, scope: Scope) => scopesOfRoles([role]).includes(`${resourceServer}/${scope}`)

describe('roles', () => {
  it('cover every scope, and each has at least one', () => {
    expect(scopesOfRoles(every).toSorted()).toEqual(all.toSorted())
    expect(every.filter((role) => scopesOfRoles([role]).length === 0)).toEqual([])
    expect(Object.keys(rolesByScope).toSorted()).toEqual(Object.keys(scopes).toSorted())
  })

  it('never combine writing and approving', () => {
    const writes = (role: Role) =>
      (Object.keys(scopes) as Scope[]).some((one) => one.endsWith(':write') && holds(role, one))
    expect(every.filter((role) => holds(role, 'quality:approve'))).toEqual(['approver'])
    expect(writes('approver')).toBe(false)
  })

  it('of an auditor have every read scope and no other', () => {
    expect(scopesOfRoles(['auditor']).toSorted()).toEqual(
      all.filter((scope) => scope.endsWith(':read')).toSorted(),
    )
  })

  it('add up for a user with several, and ignore unknown names', () => {
    const both = [...scopesOfRoles(['approver']), ...scopesOfRoles(['analyst'])]
    expect(new Set(scopesOfRoles(['approver', 'analyst']))).toEqual(new Set(both))
    expect(scopesOfRoles([])).toEqual([])
    expect(scopesOfRoles(['owner', 'toString'])).toEqual([])
  })
})

describe('the token of a person', () => {
  const event = (groups: string[] | undefined, asked: string[] | undefined) =>
    ({
      version: '2',
      triggerSource: 'TokenGeneration_HostedAuth',
      request: { userAttributes: {}, groupConfiguration: { groupsToOverride: groups }, scopes: asked },
      response: { claimsAndScopeOverrideDetails: {} },
    }) as unknown as PreTokenGenerationV2TriggerEvent
  const suppressed = async (groups: string[] | undefined, asked: string[] | undefined) =>
    (await handler(event(groups, asked))).response.claimsAndScopeOverrideDetails.accessTokenGeneration
      ?.scopesToSuppress

  it('keeps the scopes of its roles and the scopes outside the API', async () => {
    const asked = ['openid', 'email', ...all]
    expect(await suppressed(['finance'], asked)).toEqual(
      all.filter((scope) => !scopesOfRoles(['finance']).includes(scope)),
    )
    expect(await suppressed(every, asked)).toEqual([])
  })

  it('has no scope of the API without a role', async () => {
    expect(await suppressed(undefined, ['openid', ...all])).toEqual(all)
    expect(await suppressed([], undefined)).toEqual([])
  })

  it('keeps all other fields of the request', async () => {
    const came = event(['ops'], all)
    const { response: _, ...rest } = came
    expect(await handler(came)).toMatchObject(rest)
  })
})
