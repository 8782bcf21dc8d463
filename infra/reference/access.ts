import { scopes } from '../../shared/http/route.ts'
import { type Role, roles, rolesByScope } from '../../shared/roles.ts'
import { slices } from '../slices.ts'
import { code, codes, page, tableOf } from './table.ts'

/** Scopes with their operations, and roles with their scopes. */
export function accessPage(): string {
  const routes = slices.flatMap((slice) => slice.routes)
  const byScope = Object.entries(scopes).map(([scope, meaning]) => [
    code(scope),
    `${meaning}.`,
    codes(rolesByScope[scope as keyof typeof rolesByScope]),
    String(routes.filter((route) => route.scope === scope).length),
  ])
  const byRole = Object.entries(roles).map(([role, meaning]) => [
    code(role),
    meaning,
    codes(
      Object.entries(rolesByScope)
        .filter(([, given]) => (given as readonly Role[]).includes(role as Role))
        .map(([scope]) => scope),
    ),
  ])
  return page(
    'Scopes and roles',
    'A token carries scopes. A person gets the scopes of their roles; a client gets those it is created with.',
    '## Scopes\n',
    tableOf(['Scope', 'Allows to', 'Roles', 'Operations'], byScope),
    '## Roles\n',
    tableOf(['Role', 'Purpose', 'Scopes'], byRole),
  )
}
