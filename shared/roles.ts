import { resourceServer, type Scope } from './http/route.ts'

/** What somebody, or a machine, is there for; on AWS a person has a role by being in the user pool's group of that name. */
export const roles = {
  storefront: 'A shop’s own system: sells, and asks what became of it.',
  analyst: 'Works on orders, issues and customers’ mails.',
  approver: 'Waives a check for one order; works on none.',
  finance: 'Follows the money of orders and issues.',
  ops: 'Keeps the suite running.',
  auditor: 'Reads everything, changes nothing.',
} as const
export type Role = keyof typeof roles

const everyone: readonly Role[] = ['storefront', 'analyst', 'approver', 'finance', 'ops', 'auditor']

/** Who is given which scope: the one place that says so. A scope that no role is named for does not compile. */
export const rolesByScope = {
  'orders:read': everyone,
  'orders:write': ['storefront', 'analyst'],
  'quality:read': everyone,
  'quality:write': ['analyst'],
  // Not those who also write: who finds a fault does not wave it through.
  'quality:approve': ['approver'],
  'email:read': ['analyst', 'approver', 'auditor'],
  'email:write': ['analyst'],
  'channels:read': ['storefront', 'analyst', 'ops', 'auditor'],
  'channels:write': ['storefront', 'ops'],
  'privacy:read': ['ops', 'auditor'],
  // What is erased cannot be brought back: not in the course of a customer’s case, but by those who keep the suite.
  'privacy:write': ['ops'],
} as const satisfies Readonly<Record<Scope, readonly Role[]>>

/** The scopes of roles taken together, as tokens name them. What is no role has none. */
export const scopesOfRoles = (held: readonly string[]): string[] =>
  Object.entries<readonly string[]>(rolesByScope)
    .filter(([, given]) => given.some((role) => held.includes(role)))
    .map(([scope]) => `${resourceServer}/${scope}`)
