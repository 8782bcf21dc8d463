/** A request to a platform's sandbox; the path has no prefix of the sandbox. */
export interface SandboxCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

export interface SandboxAnswer {
  readonly status: number
  /** JSON text, so that ids and amounts are served exactly as stored. */
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The state of a sandbox: documents by path (JSON text), and its valid tokens. */
export interface SandboxState {
  readonly documents: Map<string, string>
  /** Access tokens or `key:token` pairs that are valid. */
  readonly tokens: Set<string>
  /** The refresh token, valid once. */
  refreshToken: string
  /** How often a token was refreshed. */
  refreshes: number
}

/** A document of a sample, its numbers kept as written. */
export type SampleDocument = Readonly<Record<string, unknown>>
export type SampleDocuments = Readonly<Record<string, SampleDocument>>

/** How one platform responds: authentication, lists, and missing documents. */
export interface PlatformSandbox {
  /** The account that the platform's samples belong to. */
  readonly account: string
  /** The secrets of a connection that the sandbox accepts. */
  readonly credentials: Readonly<Record<string, string>>
  /** Access tokens or `key:token` pairs that are valid at start. */
  readonly tokens: readonly string[]
  /** The path of each document of a sample, by its name there; some depend on another document. */
  readonly documents: Readonly<Record<string, (document: SampleDocument, all: SampleDocuments) => string>>
  /** Refuses a caller as the platform does; undefined when the caller may continue. */
  refuse(call: SandboxCall, state: SandboxState): SandboxAnswer | undefined
  /** Serves lists, tokens and feeds; undefined for the path of a document. */
  serve(call: SandboxCall, state: SandboxState): SandboxAnswer | undefined
  /** The response for a missing document. */
  readonly missing: SandboxAnswer
}

export const json = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): SandboxAnswer => ({ status, body: typeof body === 'string' ? body : JSON.stringify(body), headers })

/** Documents directly below a path that changed since a time, the oldest change first. */
export function changedSince(
  { documents }: SandboxState,
  below: string,
  field: string,
  since: string | null,
): readonly string[] {
  const from = since === null ? 0 : Date.parse(since)
  return [...documents]
    .filter(([path]) => path.startsWith(below) && !path.slice(below.length).includes('/'))
    .map(([, text]) => ({
      text,
      at: Date.parse(String((JSON.parse(text) as Record<string, string>)[field])),
    }))
    .filter(({ at }) => at >= from)
    .sort((a, b) => a.at - b.at)
    .map(({ text }) => text)
}

/** One page of a list, and the number of pages. */
export function pageOf(list: readonly string[], page: number, size: number) {
  const pages = Math.ceil(list.length / size)
  return { items: list.slice((page - 1) * size, page * size), pages, total: list.length }
}

/** An id as the sample writes it, to the digit. */
export const digits = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'rawJSON' in value ? String(value.rawJSON) : String(value)
