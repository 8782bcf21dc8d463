/**
 * Short name of a construct: its path without the stack, in kebab case. `suite/Orders/Api/Resource` is `orders-api`.
 * At most 60 characters, which every AWS service accepts; a longer name ends in a hash. Alarms, rules, `npm run ops`
 * and the local cloud all find resources by this name.
 */
export function shortName(constructPath: string): string {
  const words = constructPath
    .split('/')
    .slice(1)
    .filter((part) => part !== 'Resource' && part !== 'Default')
    .map((part) => part.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2'))
  const name = words
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return name.length <= 60 ? name : `${name.slice(0, 51)}-${fingerprint(name)}`
}

/** FNV-1a, 32 bits, as 8 hexadecimal digits. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
