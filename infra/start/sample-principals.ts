import { type Role, scopesOfRoles } from '../../shared/roles.ts'
import type { MachineClient, Person, Principals } from '../local/identity/principals.ts'

/** A machine client of the local suite. */
export interface SampleClient extends MachineClient {
  /** Store that it acts for. */
  readonly store: string
}

/** A person of the local suite. */
export interface SamplePerson extends Person {
  readonly roles: readonly Role[]
  readonly store: string
}

const stores = ['azul', 'verde'] as const

/**
 * Two stores, each with a client for all scopes and one for each of some roles; `scopes` are those of the template.
 * The secrets are valid on the local cloud only.
 */
function sampleClients(scopes: readonly string[]): SampleClient[] {
  const client = (id: string, secret: string, roles: readonly Role[]): SampleClient => {
    const granted = scopesOfRoles(roles)
    const store = id.split('-').slice(0, 2).join('-')
    return { id, secret, scopes: scopes.filter((scope) => granted.includes(scope)), store }
  }
  return [
    ...stores.map((name) => ({
      id: `loja-${name}`,
      secret: `segredo-local-${name}`,
      scopes,
      store: `loja-${name}`,
    })),
    client('loja-azul-leitura', 'segredo-local-leitura', ['auditor']),
    client('loja-azul-vitrine', 'segredo-local-vitrine', ['storefront']),
    ...stores.map((name) => client(`loja-${name}-aprova`, `segredo-local-aprova-${name}`, ['approver'])),
  ]
}

const staff: readonly Role[] = ['analyst', 'approver', 'finance', 'ops', 'auditor']

/** One person for each role, at each store. */
const samplePeople: readonly SamplePerson[] = stores.flatMap((name) =>
  staff.map((role) => ({
    id: `loja-${name}-${role}`,
    email: `${role}@loja-${name}.example`,
    roles: [role],
    store: `loja-${name}`,
  })),
)

export interface SamplePrincipals extends Principals {
  readonly clients: readonly SampleClient[]
  readonly people: readonly SamplePerson[]
}

/** Clients and people of the local suite; `scopes` are those of the template. */
export const samplePrincipals = (scopes: readonly string[]): SamplePrincipals => ({
  clients: sampleClients(scopes),
  people: samplePeople,
})
