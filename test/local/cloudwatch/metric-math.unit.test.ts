import { compileExpression, type Values } from '../../../infra/local/cloudwatch/metric-math.ts'

const metrics = new Map<string, Values>([
  ['errors', [1, 0, undefined, 4]],
  ['calls', [10, 0, 8, 8]],
  ['other', [undefined, undefined, 2, 3]],
])
const compute = (text: string) => compileExpression(text)(metrics, 4)

describe('metric math', () => {
  it.each<[string, Values]>([
    ['errors', [1, 0, undefined, 4]],
    ['7', [7, 7, 7, 7]],
    ['1 + 2 * 3 - 8 / 4', [5, 5, 5, 5]],
    ['(1 + 2) * -3', [-9, -9, -9, -9]],
    ['2 ^ 3 * 2', [16, 16, 16, 16]],
    ['errors + calls', [11, 0, undefined, 12]],
    ['100 * errors / calls', [10, undefined, undefined, 50]],
    ['FILL(errors, 0) + 1', [2, 1, 1, 5]],
    ['FILL(errors, REPEAT)', [1, 0, 0, 4]],
    ['FILL(other, calls)', [10, 0, 2, 3]],
    ['IF(calls >= 8, errors / calls, 0)', [0.1, 0, undefined, 0.5]],
    ['IF(calls > 8, calls)', [10, undefined, undefined, undefined]],
    ['calls == 8 AND errors != 1', [0, 0, undefined, 1]],
    ['calls < 1 || calls <= 8 && 0', [0, 1, 0, 0]],
    ['MAX([errors, other])', [1, 0, 2, 4]],
    ['SUM([errors, other, 1])', [2, 1, 3, 8]],
    ['AVG([calls, errors])', [5.5, 0, 8, 6]],
    ['MIN([calls, 5])', [5, 0, 5, 5]],
    ['errors - MIN(errors)', [1, 0, undefined, 4]],
    ['SUM(calls)', [26, 26, 26, 26]],
    ['CEIL(errors / 3) + FLOOR(calls / 3) + ABS(0 - 1)', [5, 1, undefined, 5]],
  ])('%s is %j', (text, expected) => {
    expect(compute(text)).toEqual(expected)
  })

  it.each([
    ["SEARCH(' {AWS/SQS} ')", 'SEARCH'],
    ['errors +', 'its end'],
    ['errors calls', 'calls'],
    ['(errors', 'its end'],
    ['Errors', 'Errors'],
    ['FILL(errors)', ')'],
    ['IF(errors)', 'its end'],
  ])('rejects an unsupported expression: %s (%s)', (text, named) => {
    expect(() => compileExpression(text)).toThrow(named)
  })

  it.each([
    ['[errors, calls]', 'several time series'],
    ['[errors, calls] + 1', 'A list of metrics is no number'],
    ['lost * 2', 'lost, which is no metric'],
  ])('rejects an expression at evaluation: %s (%s)', (text, why) => {
    expect(() => compute(text)).toThrow(why)
  })
})
