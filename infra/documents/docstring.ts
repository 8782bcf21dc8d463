/** The docstring right above a declaration, as one paragraph; empty where there is none. */
export function docstringAbove(source: string, declaration: string): string {
  const above = source.slice(0, source.indexOf(declaration)).trimEnd()
  if (!above.endsWith('*/')) return ''
  return above
    .slice(above.lastIndexOf('/**') + 3, -2)
    .replaceAll(/^\s*\* ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
