/** The value at a path of names joined by dots, such as `shippingAddress.cep`; undefined if there is none. */
export function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inside, name) =>
        typeof inside === 'object' && inside !== null && Object.hasOwn(inside, name)
          ? (inside as Record<string, unknown>)[name]
          : undefined,
      value,
    )
}

/** A copy with another value at a path; undefined removes the value. */
export function withValueAt<T extends object>(value: T, path: string, next: unknown): T {
  const [name = '', ...rest] = path.split('.')
  const fields = new Map(Object.entries(value))
  const inside =
    rest.length === 0 ? next : withValueAt({ ...asObject(fields.get(name)) }, rest.join('.'), next)
  if (inside === undefined) fields.delete(name)
  else fields.set(name, inside)
  return Object.fromEntries(fields) as T
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})

/** True when two values are the same JSON, in any order of fields. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => isSameJson(valueOf(one, name), valueOf(other, name)))
}

const valueOf = (value: object, name: string): unknown =>
  Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
