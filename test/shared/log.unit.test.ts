import { log, metric } from '../../shared/log.ts'
import { captureLog } from '../support/log.ts'

let kept: ReturnType<typeof captureLog>
beforeEach(() => {
  kept = captureLog()
})
afterEach(() => kept.release())
const written = () => kept.logged.map((line) => JSON.parse(line) as Record<string, unknown>)

describe('the log', () => {
  it.each(['info', 'warn', 'error'] as const)('writes one line of JSON for %s', (level) => {
    log[level]('it happened', { slice: 'orders', text: 'a\nb' })
    expect(kept.logged).toHaveLength(1)
    expect(kept.logged[0]).toMatch(/^\{[^\n]+\}\n$/)
    expect(written()).toEqual([
      {
        level,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        message: 'it happened',
        slice: 'orders',
        text: '[redacted]',
      },
    ])
  })

  it('lets no field override its own', () => {
    log.info('it happened', { level: 'none', at: 'never', message: 'another' })
    expect(written()[0]).toMatchObject({ level: 'info', message: 'it happened' })
    expect(written()[0]?.['at']).not.toBe('never')
  })

  it('requires no fields', () => {
    log.info('it happened')
    expect(Object.keys(written()[0] ?? {})).toEqual(['level', 'at', 'message'])
  })
})

describe('a metric', () => {
  it('is a line of the embedded metric format', () => {
    metric({ slice: 'orders' }, { PermanentFailures: 1, RetriedFailures: 2 })
    expect(written()).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Retaguarda',
              Dimensions: [['slice']],
              Metrics: [
                { Name: 'PermanentFailures', Unit: 'Count' },
                { Name: 'RetriedFailures', Unit: 'Count' },
              ],
            },
          ],
        },
        slice: 'orders',
        PermanentFailures: 1,
        RetriedFailures: 2,
      },
    ])
  })
})
