/** Decodes UTF-8 if the bytes are valid UTF-8, else windows-1252, in which every byte is valid. */
export function toText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** A raw mail's header lines, without the empty line that ends them, and the rest. */
export function splitHead(raw: Uint8Array): { readonly head: Uint8Array; readonly body: Uint8Array } {
  for (let at = 0; at < raw.length; at += 1) {
    if (raw[at] !== 0x0a) continue
    const next = raw[at + 1] === 0x0d ? at + 2 : at + 1
    if (raw[next] === 0x0a) return { head: raw.subarray(0, at + 1), body: raw.subarray(next + 1) }
  }
  return { head: raw, body: raw.subarray(raw.length) }
}

/** The first lines of a mail, at most `most`. */
export function firstLines(raw: Uint8Array, most: number): Uint8Array {
  let end = -1
  for (let lines = 0; lines < most; lines += 1) {
    end = raw.indexOf(0x0a, end + 1)
    if (end === -1) return raw
  }
  return raw.subarray(0, end + 1)
}

/** The mail with each header line in UTF-8. Raw 8-bit headers are invalid, but common; they are often windows-1252. */
export function headWithReadableLines(raw: Uint8Array): Uint8Array {
  const { head } = splitHead(raw)
  if (head.every((byte) => byte < 0x80)) return raw
  const lines = Buffer.from(head).toString('latin1').split('\n')
  const readable = lines.map((line) => toText(Buffer.from(line, 'latin1'))).join('\n')
  return Buffer.concat([Buffer.from(readable), raw.subarray(head.length)])
}

/**
 * The mail with windows-1252 named as the charset of every text part that names none or UTF-8: the most likely charset
 * when the bytes are not UTF-8. Other parts stay as they are.
 */
export function readAsWindows1252(raw: Uint8Array): Uint8Array {
  const { head } = splitHead(raw)
  const typed = /^content-type\s*:/im.test(Buffer.from(head).toString('latin1'))
  const relabelled = Buffer.from(raw)
    .toString('latin1')
    .replace(
      /^content-type[ \t]*:[ \t]*text\/(?:plain|html)\b[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim,
      (header) =>
        /charset\s*=/i.test(header)
          ? header.replace(/charset\s*=\s*(?:"\s*utf-?8\s*"|'?utf-?8'?)/i, 'charset=windows-1252')
          : `${header.trimEnd()}; charset=windows-1252`,
    )
  return Buffer.from(
    `${typed ? '' : 'Content-Type: text/plain; charset=windows-1252\r\n'}${relabelled}`,
    'latin1',
  )
}
