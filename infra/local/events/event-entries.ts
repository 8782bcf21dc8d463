/** PutEvents validation, and the event of an accepted entry. No I/O. */
import { ACCOUNT, REGION } from '../physical-names.ts'

/** An entry of a PutEvents call, as the SDK sends it; `Time` is in seconds since the epoch. */
export interface PutEventsEntry {
  readonly Source?: string
  readonly DetailType?: string
  readonly Detail?: string
  readonly EventBusName?: string
  readonly Resources?: readonly string[]
  readonly Time?: number
}

/** An event as rules match it and targets receive it. */
export interface BusEvent {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': string
  readonly source: string
  readonly account: string
  /** ISO 8601, to the second. */
  readonly time: string
  readonly region: string
  readonly resources: readonly string[]
  readonly detail: unknown
}

/** Why one entry of a call failed. */
export interface EntryFailure {
  readonly ErrorCode: string
  readonly ErrorMessage: string
}

/** Error of a whole call, in the AWS JSON protocol. */
interface CallError {
  readonly __type: string
  readonly message: string
}

const MOST_ENTRIES = 10
const MOST_BYTES = 256 * 1024

/** Validates the call as a whole; the error of a status 400, or undefined. */
export function rejectCall(entries: readonly PutEventsEntry[]): CallError | undefined {
  if (entries.length === 0 || entries.length > MOST_ENTRIES) {
    const bound =
      entries.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MOST_ENTRIES}`
    return validationError(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    )
  }
  const size = entries.reduce((sum, entry) => sum + entrySize(entry), 0)
  if (size > MOST_BYTES) return validationError('Total size of the entries in the request is over the limit.')
  return undefined
}

function validationError(message: string): CallError {
  return { __type: 'ValidationException', message }
}

/** Size of an entry in bytes ("Calculating PutEvents event entry size"). */
function entrySize(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])]
  const bytes = texts.reduce((sum, text) => sum + (text === undefined ? 0 : Buffer.byteLength(text)), 0)
  return bytes + (entry.Time === undefined ? 0 : 14)
}

/** Context of an entry's arrival. */
interface Arrival {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Sources that begin with `aws.` belong to AWS services. */
  readonly fromService: boolean
}

/** Converts an entry to its event, or returns why it fails. */
export function readEntry(entry: PutEventsEntry, arrival: Arrival): BusEvent | EntryFailure {
  const { Source: source, DetailType: detailType, Detail: detailText } = entry
  if (!source) return missing('Source')
  if (source.startsWith('aws.') && !arrival.fromService) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }
  }
  if (!detailType) return missing('DetailType')
  if (!detailText) return missing('Detail')
  const detail = parseObject(detailText)
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
  return {
    version: '0',
    id: arrival.id,
    'detail-type': detailType,
    source,
    account: ACCOUNT,
    time: eventTime(entry.Time === undefined ? arrival.now : entry.Time * 1000),
    region: REGION,
    resources: entry.Resources ?? [],
    detail,
  }
}

/** Whether `readEntry` returned an event. */
export function isEvent(outcome: BusEvent | EntryFailure): outcome is BusEvent {
  return 'detail-type' in outcome
}

/** Formats milliseconds since the epoch as EventBridge does, without fractions of a second. */
export function eventTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

function missing(name: string): EntryFailure {
  return {
    ErrorCode: 'InvalidArgument',
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  }
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
