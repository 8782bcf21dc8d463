import type { InvokeResult } from '../../../infra/local/contracts.ts'
import { batchOutcome } from '../../../infra/local/streams/batch-outcome.ts'

const ok = (payload: unknown = null): InvokeResult => ({ ok: true, payload })
const reporting = (...ids: unknown[]) => ok({ batchItemFailures: ids.map((id) => ({ itemIdentifier: id })) })
const failed = (fault: 'unhandled' | 'timeout' | 'crashed' | 'throttled' = 'unhandled'): InvokeResult => ({
  ok: false,
  fault,
  errorType: 'Error',
  errorMessage: 'no',
})
const batch = (records: string, failures = 0) => ({ records: [...records], failures })
const again = (...attempts: ReturnType<typeof batch>[]) => ({ kind: 'again', attempts })
const discard = { kind: 'discard', condition: 'RetryAttemptsExhausted' }

const plain = { reportsItemFailures: false, bisects: false, maximumRetries: 2 }
const partial = { ...plain, reportsItemFailures: true }
const bisecting = { ...plain, bisects: true }
const both = { ...partial, bisects: true }

const after = (limits: typeof plain, attempt: ReturnType<typeof batch>, result: InvokeResult) =>
  batchOutcome(limits, attempt, result, (record) => record)

describe('a stream batch after its invocation', () => {
  it.each(['unhandled', 'timeout', 'crashed'] as const)('is retried whole when it ended %s', (fault) => {
    expect(after(plain, batch('abc'), failed(fault))).toEqual(again(batch('abc', 1)))
  })

  it('is discarded when its retries are used up', () => {
    expect(after(plain, batch('abc', 1), failed())).toEqual(again(batch('abc', 2)))
    expect(after(plain, batch('abc', 2), failed())).toEqual(discard)
  })

  it('is retried forever without a limit', () => {
    const limits = { ...plain, maximumRetries: Number.POSITIVE_INFINITY }
    expect(after(limits, batch('a', 99_999), failed())).toEqual(again(batch('a', 100_000)))
  })

  it('does not count as tried when it was throttled', () => {
    expect(after(plain, batch('abc', 2), failed('throttled'))).toEqual(again(batch('abc', 2)))
  })

  it('is done when the mapping accepts no reports, whatever the answer', () => {
    expect(after(plain, batch('abc'), reporting('a'))).toEqual({ kind: 'done' })
  })
})

describe('a report of failed records', () => {
  it.each([
    ['no answer', ok(null)],
    ['an empty answer', ok({})],
    ['a list that is null', ok({ batchItemFailures: null })],
    ['an empty list', ok({ batchItemFailures: [] })],
  ])('is a success with %s', (_name, result) => {
    expect(after(partial, batch('abc'), result)).toEqual({ kind: 'done' })
  })

  it('retries all records from the lowest failed one', () => {
    expect(after(partial, batch('abcde'), reporting('d', 'c'))).toEqual(again(batch('cde', 1)))
  })

  it.each([
    ['an empty id', reporting('')],
    ['an id that is null', reporting(null)],
    ['an unknown id', reporting('b', 'z')],
    ['a wrong key', ok({ batchItemFailures: [{ id: 'b' }] })],
    ['a list that is none', ok({ batchItemFailures: 'b' })],
    ['a text', ok('failed')],
  ])('fails the whole batch with %s', (_name, result) => {
    expect(after(partial, batch('abc'), result)).toEqual(again(batch('abc', 1)))
  })

  it('counts as a retry of the remaining records', () => {
    expect(after(partial, batch('abc', 2), reporting('b'))).toEqual(discard)
  })
})

describe('bisecting', () => {
  it('halves a failed batch without counting a retry', () => {
    expect(after(bisecting, batch('abcde'), failed())).toEqual(again(batch('abc'), batch('de')))
  })

  it('retries a single record up to the limit', () => {
    expect(after(bisecting, batch('a', 1), failed())).toEqual(again(batch('a', 2)))
    expect(after(bisecting, batch('a', 2), failed())).toEqual(discard)
  })

  it('splits at the reported record without counting a retry', () => {
    expect(after(both, batch('abc', 1), reporting('b'))).toEqual(again(batch('bc', 1)))
  })

  it('does not halve when the first record is reported, only when the function fails', () => {
    expect(after(both, batch('abc'), reporting('a'))).toEqual(again(batch('abc', 1)))
  })
})
