import { resourceServer, type Scope } from './http/route.ts'

/** Roles of people and machines; on AWS a person has the roles of their groups in the user pool. */
export const roles = {
  storefront: 'A shop’s own system: places orders and reads their progress.',
  analyst: 'Works on orders, issues and customers’ mails.',
  approver: 'Waives a check for one order; changes nothing else.',
  finance: 'Reads the money of orders and issues.',
  ops: 'Keeps the suite running.',
  auditor: 'Reads everything, changes nothing.',
} as const
export type Role = keyof typeof roles

const everyone: readonly Role[] = ['storefront', 'analyst', 'approver', 'finance', 'ops', 'auditor']

/** The roles that have each scope. A scope without an entry does not compile. */
export const rolesByScope = {
  'orders:read': everyone,
  'orders:write': ['storefront', 'analyst'],
  'quality:read': everyone,
  'quality:write': ['analyst'],
  // Separation of duties: a user who works on an issue must not waive it.
  'quality:approve': ['approver'],
  'email:read': ['analyst', 'approver', 'auditor'],
  'email:write': ['analyst'],
  'channels:read': ['storefront', 'analyst', 'ops', 'auditor'],
  'channels:write': ['storefront', 'ops'],
  'privacy:read': ['ops', 'auditor'],
  // Erasure is irreversible: operations runs it, not an analyst on a customer’s case.
  'privacy:write': ['ops'],
} as const satisfies Readonly<Record<Scope, readonly Role[]>>

/** The scopes of several roles together, as tokens name them. An unknown role has none. */
export const scopesOfRoles = (held: readonly string[]): string[] =>
  Object.entries<readonly string[]>(rolesByScope)
    .filter(([, given]) => given.some((role) => held.includes(role)))
    .map(([scope]) => `${resourceServer}/${scope}`)
