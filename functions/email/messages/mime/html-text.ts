import PostalMime from 'postal-mime'

/** Elements whose content is not text. */
const silent = ['head', 'style', 'script'] as const

const maxCharacters = 1_000_000

/** The text of an HTML page, with links and line breaks. Reads at most a million characters. */
export async function htmlText(html: string): Promise<string> {
  const visible = silent.reduce(withoutElement, html.slice(0, maxCharacters))
  // The parser converts HTML to text only for mails that have parts of both types.
  const both = [
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(visible).toString('base64'),
    '--b',
    'Content-Type: text/plain',
    '',
    ' ',
    '--b--',
  ].join('\r\n')
  return (await PostalMime.parse(both)).text?.trim() ?? ''
}

/** Removes every element of a name; an element without an end stays, as browsers differ there. Takes linear time. */
function withoutElement(html: string, name: string): string {
  const lower = html.toLowerCase()
  const kept: string[] = []
  let from = 0
  for (;;) {
    const start = openingOf(lower, name, from)
    const close = start === -1 ? -1 : lower.indexOf(`</${name}`, start)
    const end = close === -1 ? -1 : lower.indexOf('>', close)
    if (end === -1) return kept.join('') + html.slice(from)
    kept.push(html.slice(from, start))
    from = end + 1
  }
}

/** The index of a tag `<name`, but not of `<name2`. */
function openingOf(lower: string, name: string, from: number): number {
  const opening = new RegExp(`<${name}(?=[\\s>/])`, 'g')
  opening.lastIndex = from
  return opening.exec(lower)?.index ?? -1
}
