import { createHash } from 'node:crypto'

/** A long run of base64 lines in a raw mail: the content of an attachment. */
interface Run {
  readonly start: number
  readonly end: number
}

/** A raw mail whose long runs of base64 are each replaced by a marker. */
export interface LightMail {
  readonly bytes: Uint8Array
  /** The content behind a marker, given the parser's output for the marker; other content is returned as is. */
  readonly contentOf: (parsed: Uint8Array) => Uint8Array
  /** The size of that content in bytes, without decoding it. */
  readonly sizeOf: (parsed: Uint8Array) => number
  /** A text without markers, for a long run outside any attachment. */
  readonly withoutMarks: (text: string) => string
}

/** The fewest lines of a run: shorter runs are left to the parser, which takes time and memory for each line. */
const fewestLines = 400
const maxRuns = 200

/**
 * Cuts the attachments out of a raw mail before it is parsed. The parser then reads kilobytes instead of 40 MB, and
 * each attachment is decoded alone, on demand.
 */
export function cutAttachments(raw: Uint8Array): LightMail {
  const runs = longRuns(raw)
  const sign = createHash('sha256').update(raw).digest('hex').slice(0, 24)
  const markOf = (place: number) => `retaguarda ${sign} ${String(place).padStart(4, '0')}`
  const pattern = new RegExp(`^retaguarda ${sign} (\\d{4})$`)
  const pieces: Uint8Array[] = []
  let from = 0
  runs.forEach(({ start, end }, place) => {
    pieces.push(
      raw.subarray(from, start),
      Buffer.from(`${Buffer.from(markOf(place)).toString('base64')}\r\n`),
    )
    from = end
  })
  pieces.push(raw.subarray(from))
  const runOf = (parsed: Uint8Array): Run | undefined => {
    if (parsed.length > 80) return undefined
    const [, place] = pattern.exec(Buffer.from(parsed).toString('latin1')) ?? []
    return place === undefined ? undefined : runs[Number(place)]
  }
  const encodedMarks = runs.map((_, place) => Buffer.from(markOf(place)).toString('base64'))
  return {
    bytes: runs.length === 0 ? raw : Buffer.concat(pieces),
    contentOf: (parsed) => {
      const run = runOf(parsed)
      return run === undefined ? withRuns(parsed, raw, runs, encodedMarks) : decoded(raw, run)
    },
    sizeOf: (parsed) => {
      const run = runOf(parsed)
      return run === undefined ? parsed.length : decodedSize(raw, run)
    },
    withoutMarks: (text) => encodedMarks.reduce((clean, mark) => clean.replaceAll(mark, ''), text),
  }
}

const decoded = (raw: Uint8Array, { start, end }: Run): Uint8Array =>
  Buffer.from(Buffer.from(raw.buffer, raw.byteOffset + start, end - start).toString('latin1'), 'base64')

function decodedSize(raw: Uint8Array, { start, end }: Run): number {
  let signs = 0
  for (let at = start; at < end; at += 1) {
    const byte = raw[at]
    if (byte !== 0x0a && byte !== 0x0d && byte !== 0x3d) signs += 1
  }
  return Math.floor((signs * 3) / 4)
}

/** An attached mail as received: with the runs that were cut out of it. */
function withRuns(
  parsed: Uint8Array,
  raw: Uint8Array,
  runs: readonly Run[],
  marks: readonly string[],
): Uint8Array {
  if (marks.length === 0) return parsed
  const text = Buffer.from(parsed).toString('latin1')
  const whole = marks.reduce((filled, mark, place) => {
    const run = runs[place]
    if (run === undefined || !filled.includes(mark)) return filled
    return filled.replace(mark, () =>
      Buffer.from(raw.subarray(run.start, run.end)).toString('latin1').trimEnd(),
    )
  }, text)
  return whole === text ? parsed : Buffer.from(whole, 'latin1')
}

/**
 * The runs of base64 lines that fill a whole part: an empty line above, an empty line or a boundary below. All lines
 * but the last have one length, as mail programs write them.
 */
function longRuns(raw: Uint8Array): readonly Run[] {
  const runs: Run[] = []
  let run: { start: number; width: number; lines: number; end: number; over: boolean } | undefined
  let emptyAbove = false
  const close = (isEnd: boolean) => {
    if (run !== undefined && isEnd && run.lines >= fewestLines && runs.length < maxRuns)
      runs.push({ start: run.start, end: run.end })
    run = undefined
  }
  for (let start = 0; start < raw.length; ) {
    const feed = raw.indexOf(0x0a, start)
    const end = feed === -1 ? raw.length : feed + 1
    const width = base64Width(raw, start, end)
    const isEmpty = width === 0 && end - start <= 2
    if (run !== undefined && !run.over && width > 0 && width <= run.width) {
      run.lines += 1
      run.end = end
      run.over = width < run.width
    } else {
      close(isEmpty || (raw[start] === 0x2d && raw[start + 1] === 0x2d))
      if (width >= 32 && emptyAbove) run = { start, width, lines: 1, end, over: false }
    }
    emptyAbove = isEmpty
    start = end
  }
  close(true)
  return runs
}

/** The number of characters of a base64 line; 0 for any other line. */
function base64Width(raw: Uint8Array, start: number, end: number): number {
  let stop = end
  while (stop > start && (raw[stop - 1] === 0x0a || raw[stop - 1] === 0x0d)) stop -= 1
  if (stop - start > 1000) return 0
  for (let at = start; at < stop; at += 1) if (!isBase64(raw[at] ?? 0)) return 0
  return stop - start
}

const isBase64 = (byte: number): boolean =>
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x30 && byte <= 0x39) ||
  byte === 0x2b ||
  byte === 0x2f ||
  byte === 0x3d
