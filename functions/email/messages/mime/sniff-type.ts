/** A file type and its first bytes. */
interface Signature {
  readonly type: string
  readonly at: number
  readonly bytes: readonly number[]
}

const signature = (type: string, text: string, at = 0): Signature => ({
  type,
  at,
  bytes: [...Buffer.from(text, 'latin1')],
})

/** Signatures from the formats' specifications; the first match wins. */
const signatures: readonly Signature[] = [
  signature('image/png', '\x89PNG\r\n\x1a\n'),
  signature('image/jpeg', '\xff\xd8\xff'),
  signature('image/gif', 'GIF8'),
  signature('image/webp', 'WEBP', 8),
  signature('image/heic', 'ftyphei', 4),
  signature('image/heic', 'ftypmif1', 4),
  signature('image/avif', 'ftypavif', 4),
  signature('image/bmp', 'BM'),
  signature('image/tiff', 'II*\0'),
  signature('image/tiff', 'MM\0*'),
  signature('video/quicktime', 'ftypqt', 4),
  signature('video/mp4', 'ftyp', 4),
  signature('video/webm', '\x1aE\xdf\xa3'),
  signature('video/x-msvideo', 'AVI ', 8),
  signature('audio/wav', 'WAVE', 8),
  signature('audio/mpeg', 'ID3'),
  signature('audio/ogg', 'OggS'),
  signature('application/pdf', '%PDF-'),
  signature('application/zip', 'PK\x03\x04'),
  signature('application/gzip', '\x1f\x8b'),
  signature('application/x-bzip2', 'BZh'),
  signature('application/x-7z-compressed', '7z\xbc\xaf\x27\x1c'),
  signature('application/vnd.rar', 'Rar!\x1a\x07'),
  signature('application/x-ole-storage', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
  signature('application/rtf', '{\\rtf'),
  signature('application/vnd.microsoft.portable-executable', 'MZ'),
  signature('application/x-elf', '\x7fELF'),
  signature('application/x-sh', '#!'),
]

/** Office documents are archives; the file name shows their type. */
const archives: ReadonlySet<string> = new Set(['application/zip', 'application/x-ole-storage'])
const officeTypes =
  /^application\/(?:vnd\.(?:openxmlformats-officedocument|ms-|oasis\.opendocument)|msword|epub\+zip|java-archive)/i

const markup = /^\s*(?:<!doctype html|<html|<head|<body|<script|<svg|<\?xml|<iframe)/i

/**
 * The type of a file by its first bytes, whatever its sender claims. Without a signature it is text or markup if it
 * looks so, else unknown (`application/octet-stream`).
 */
export function sniffType(content: Uint8Array, declared: string): string {
  const found = signatures.find(({ at, bytes }) => bytes.every((byte, n) => content[at + n] === byte))
  if (found !== undefined)
    return archives.has(found.type) && officeTypes.test(declared) ? declared.toLowerCase() : found.type
  const start = Buffer.from(content.subarray(0, 2000))
  if (markup.test(start.toString('latin1'))) return 'text/html'
  const isText =
    start.length > 0 && !start.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))
  return isText ? 'text/plain' : 'application/octet-stream'
}
