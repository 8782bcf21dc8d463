import { Parser } from 'htmlparser2'

/** Sanitized HTML of a mail. */
export interface SafeHtml {
  readonly html: string
  /** Remote images: off, as fetching them shows the sender when and where the mail is read. */
  readonly remoteImages: number
}

const kept: ReadonlySet<string> = new Set(
  (
    'a abbr b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption ' +
    'figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup ' +
    'table tbody td tfoot th thead tr tt u ul var wbr'
  ).split(' '),
)
const empty: ReadonlySet<string> = new Set(['br', 'col', 'hr', 'img', 'wbr'])

/** Elements that are removed with their content; of other unknown elements only the tags are removed. */
const silent: ReadonlySet<string> = new Set(
  (
    'applet audio base canvas embed frame frameset head iframe link math meta noembed noframes noscript object ' +
    'option plaintext script select style svg template textarea title video xmp'
  ).split(' '),
)
const silentAndEmpty: ReadonlySet<string> = new Set(['base', 'embed', 'frame', 'link', 'meta'])

/** Allowed attributes of any element, with their allowed values. */
const attributes: Readonly<Record<string, RegExp>> = {
  align: /^[a-z]{1,10}$/i,
  alt: /^[^]{0,300}$/,
  bgcolor: /^#?\w{1,20}$/,
  border: /^\d{1,3}$/,
  cellpadding: /^\d{1,3}$/,
  cellspacing: /^\d{1,3}$/,
  color: /^#?\w{1,20}$/,
  colspan: /^\d{1,3}$/,
  dir: /^(?:ltr|rtl|auto)$/i,
  face: /^[\w ,-]{1,80}$/,
  height: /^\d{1,4}%?$/,
  lang: /^[\w-]{1,20}$/,
  rowspan: /^\d{1,3}$/,
  size: /^[+-]?\d{1,2}$/,
  start: /^\d{1,5}$/,
  title: /^[^]{0,300}$/,
  valign: /^[a-z]{1,10}$/i,
  width: /^\d{1,4}%?$/,
}

/** Allowed `style` properties, with values that fetch nothing and cannot overlay the page. */
const styles =
  /^(?:color|background-color|font-(?:family|size|style|weight)|text-(?:align|decoration)|line-height|(?:padding|margin|border)(?:-(?:top|right|bottom|left))?|border-(?:collapse|radius|color|style|width)|width|max-width|height|vertical-align|white-space)$/
const styleValue = /^(?!.*(?:url|expression|var|attr)\s*\()[\w\s#%.,()'-]{1,120}$/i

const linkScheme = /^(?:https?:\/\/|mailto:|tel:)/i
const maxCharacters = 1_000_000
const maxKept = 500_000
const deepest = 100
const deepestRead = 1000
const pieceLength = 4096

/**
 * Sanitizes a mail's HTML: nothing in it acts, fetches or imitates the page. Only what is known to be harmless is
 * kept, and all output is written anew. Reads a million characters at most and writes half of them.
 */
export function safeHtml(source: string): SafeHtml {
  const written: string[] = []
  const open: string[] = []
  let length = 0
  let muted: { readonly name: string; depth: number } | undefined
  let remoteImages = 0
  let nested = 0
  const write = (text: string, withItsEnd = 0) => {
    if (length + text.length + withItsEnd > maxKept) return false
    length += text.length + withItsEnd
    written.push(text)
    return true
  }
  const parser = new Parser(
    {
      onopentag(name, given) {
        nested += 1
        if (muted !== undefined) {
          if (name === muted.name) muted.depth += 1
          return
        }
        if (silent.has(name)) {
          if (!silentAndEmpty.has(name)) muted = { name, depth: 1 }
          return
        }
        if (!kept.has(name) || open.length >= deepest) return
        const image = name === 'img' ? imageSource(given['src']) : ''
        if (image === undefined) return
        if (image.startsWith(' data-remote-src')) remoteImages += 1
        const tag = `<${name}${attributesOf(name, given)}${image}>`
        if (empty.has(name)) write(tag)
        else if (write(tag, `</${name}>`.length)) open.push(name)
      },
      ontext(text) {
        if (muted === undefined) write(escapeText(text))
      },
      onclosetag(name) {
        nested -= 1
        if (muted !== undefined) {
          if (name === muted.name) muted.depth -= 1
          if (muted.depth === 0) muted = undefined
          return
        }
        const place = open.lastIndexOf(name)
        if (place === -1) return
        for (const one of open.splice(place).reverse()) written.push(`</${one}>`)
      },
    },
    {
      decodeEntities: false,
      lowerCaseTags: true,
      lowerCaseAttributeNames: true,
      recognizeSelfClosing: false,
    },
  )
  const text = source.slice(0, maxCharacters).toWellFormed()
  // The parser's time grows with the square of the depth: stop reading beyond the depth of any real mail.
  for (let at = 0; at < text.length && nested < deepestRead; at += pieceLength)
    parser.write(text.slice(at, at + pieceLength))
  parser.end()
  for (const one of open.reverse()) written.push(`</${one}>`)
  return { html: written.join(''), remoteImages }
}

/** The source of an image, not fetched automatically; `undefined` for an unknown source. */
function imageSource(source = ''): string | undefined {
  const clean = plain(source)
  if (/^https?:\/\//i.test(clean)) return ` data-remote-src="${escapeAttribute(clean)}"`
  if (/^cid:[\w.@+%$-]{1,200}$/i.test(clean)) return ` data-cid="${escapeAttribute(clean.slice(4))}"`
  return undefined
}

function attributesOf(name: string, given: Readonly<Record<string, string>>): string {
  const own = Object.entries(given).flatMap(([attribute, value]) => {
    const allowed = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined
    return allowed?.test(value) === true ? ` ${attribute}="${escapeAttribute(value)}"` : []
  })
  const style = safeStyle(given['style'] ?? '')
  const link = name === 'a' ? linkOf(given['href']) : ''
  return `${own.join('')}${style === '' ? '' : ` style="${escapeAttribute(style)}"`}${link}`
}

function linkOf(href = ''): string {
  const clean = plain(href)
  if (!linkScheme.test(clean)) return ''
  return ` href="${escapeAttribute(clean)}" target="_blank" rel="noopener noreferrer nofollow"`
}

const safeStyle = (style: string): string =>
  style
    .slice(0, 2000)
    .split(';')
    .flatMap((declaration) => {
      const [property = '', ...rest] = declaration.split(':')
      const [name, value] = [property.trim().toLowerCase(), rest.join(':').trim()]
      return styles.test(name) && styleValue.test(value) ? `${name}: ${value}` : []
    })
    .join('; ')

/** A URL without the characters that browsers ignore before they read its scheme. */
const plain = (address: string): string =>
  address
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, 2000)

/**
 * Character references stay as written: in text or in quotes they cannot end it, and a URL's scheme must be in plain
 * letters.
 */
const escapeText = (text: string): string =>
  text
    .replace(/&(?!(?:[a-z][a-z0-9]{1,31}|#\d{1,7}|#x[\da-f]{1,6});)/gi, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

const escapeAttribute = (value: string): string =>
  escapeText(value.replace(/[\p{Cc}]/gu, ' '))
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('`', '&#96;')
