/** A request to a platform's sandbox, its path without the sandbox's own prefix. */
export interface SandboxCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

export interface SandboxAnswer {
  readonly status: number
  /** JSON text, so that ids and amounts are served digit by digit as they were put in. */
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What a sandbox knows: documents by path (JSON text), and who may read them. */
export interface SandboxState {
  readonly documents: Map<string, string>
  /** Access tokens, or `key:token` pairs, that are good at the moment. */
  readonly tokens: Set<string>
  /** The refresh token that is good for once. */
  refreshToken: string
  /** How often a token was refreshed. */
  refreshes: number
}

/** A document of a sample, its numbers kept as written. */
export type SampleDocument = Readonly<Record<string, unknown>>
export type SampleDocuments = Readonly<Record<string, SampleDocument>>

/** How one platform answers: who may read, what it serves besides single documents, and how it says no. */
export interface PlatformSandbox {
  /** The account that the platform's samples belong to. */
  readonly account: string
  /** The secrets of a connection that the sandbox accepts. */
  readonly credentials: Readonly<Record<string, string>>
  /** Access tokens or `key:token` pairs that are valid at start. */
  readonly tokens: readonly string[]
  /** The path of each document of a sample, by its name there; some depend on another document. */
  readonly documents: Readonly<Record<string, (document: SampleDocument, all: SampleDocuments) => string>>
  /** Refuses a caller as the platform does; nothing when the caller may go on. */
  refuse(call: SandboxCall, state: SandboxState): SandboxAnswer | undefined
  /** Lists, tokens, feeds; nothing when the path is a document's. */
  serve(call: SandboxCall, state: SandboxState): SandboxAnswer | undefined
  /** No such document. */
  readonly missing: SandboxAnswer
}

export const json = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): SandboxAnswer => ({ status, body: typeof body === 'string' ? body : JSON.stringify(body), headers })

/** Documents directly below a path, oldest change first, that changed at or after a moment. */
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

/** One page of a list, and how many there are in all. */
export function pageOf(list: readonly string[], page: number, size: number) {
  const pages = Math.ceil(list.length / size)
  return { items: list.slice((page - 1) * size, page * size), pages, total: list.length }
}

/** An id as the sample writes it, to the digit. */
export const digits = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'rawJSON' in value ? String(value.rawJSON) : String(value)
