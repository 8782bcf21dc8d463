/** The docstring right above a declaration, as one paragraph; empty where there is none. */
export function docstringAbove(source: string, declaration: string): string {
  const end = source.indexOf(declaration)
  const above = end < 0 ? '' : source.slice(0, end).trimEnd()
  if (!above.endsWith('*/')) return ''
  const comment = above.slice(above.lastIndexOf('/**'))
  return comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .filter((line) => line !== '')
    .join(' ')
}
