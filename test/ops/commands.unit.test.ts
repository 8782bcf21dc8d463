import { command, positiveNumber, timestamp } from '../../infra/ops/commands/command.ts'
import { CommandError } from '../../infra/ops/commands/command-error.ts'
import { commands } from '../../infra/ops/commands/commands.ts'
import { runCommand } from '../../infra/ops/commands/run-command.ts'
import { pacer } from '../../infra/ops/dead-letters.ts'
import { readPointer } from '../../infra/ops/failed-pointers.ts'
import { nameOf, type Suite } from '../../infra/ops/suite/suite.ts'

const suite = { name: 'test', resources: [] } as unknown as Suite

async function run(args: readonly string[], some = commands, answer?: string) {
  const output: string[] = []
  const stages: (string | undefined)[] = []
  const code = await runCommand(
    some,
    args,
    (stage) => {
      stages.push(stage)
      return Promise.resolve(suite)
    },
    {
      say: (line) => output.push(line),
      complain: (line) => output.push(line),
      ask: () => Promise.resolve(answer),
    },
  )
  return { code, output: output.join('\n'), stages }
}

const given = command({
  name: 'test given',
  summary: 'Tell what was given',
  notes: 'A note.',
  positionals: ['thing'],
  options: {
    rate: { type: 'string', default: '5', help: 'how fast' },
    force: { type: 'boolean', help: 'really' },
    more: { type: 'string', help: 'more' },
  },
  run: async ({ positionals: words, options, say, confirm }) => {
    if (options.force) await confirm('Really?')
    say(JSON.stringify({ words, options }))
    return options.more !== 'wrong'
  },
})

describe('running a command', () => {
  it('lists every command once when none is given', async () => {
    const { code, output, stages } = await run([])
    expect(code).toBe(0)
    for (const { name, summary } of commands) expect(output).toContain(`${name.padEnd(20)} ${summary}`)
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length)
    expect(stages).toEqual([])
    expect(await run(['dlq', 'burn'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('Unknown command: dlq burn'),
    })
  })

  it.each(commands.map(({ name }) => name))('%s prints its help without a suite', async (name) => {
    const { code, output, stages } = await run([...name.split(' '), '--help'])
    expect(code).toBe(0)
    expect(output).toContain(`npm run ops -- ${name}`)
    expect(output).toContain('--stage')
    expect(stages).toEqual([])
  })

  it('passes arguments, options with defaults, and the stage', async () => {
    const { code, output, stages } = await run(
      ['test', 'given', 'a', '--more', 'x', '--stage', 'prod'],
      [given],
    )
    expect(JSON.parse(output)).toEqual({
      words: ['a'],
      options: { rate: '5', force: false, more: 'x', yes: false, help: false, stage: 'prod' },
    })
    expect([code, stages]).toEqual([0, ['prod']])
  })

  it('exits with 2 when the command finds a difference', async () => {
    expect((await run(['test', 'given', 'a', '--more', 'wrong'], [given])).code).toBe(2)
  })

  it('rejects unknown arguments and options', async () => {
    expect(await run(['test', 'given'], [given])).toMatchObject({
      code: 1,
      output: expect.stringContaining('<thing>'),
    })
    expect(await run(['test', 'given', 'a', '--no-such'], [given])).toMatchObject({
      code: 1,
      output: expect.stringContaining('--no-such'),
    })
  })

  it('asks for confirmation before a destructive command', async () => {
    const force = ['test', 'given', 'a', '--force']
    expect((await run(force, [given])).code).toBe(1)
    expect((await run(force, [given], '')).output).toContain('Cancelled.')
    expect((await run(force, [given], 'yes')).code).toBe(0)
    expect((await run([...force, '--yes'], [given])).code).toBe(0)
  })
})

describe('option values', () => {
  const now = Date.parse('2026-11-24T12:00:00Z')

  it.each([
    ['2026-11-24T09:00:00-03:00', '2026-11-24T12:00:00.000Z'],
    ['90m', '2026-11-24T10:30:00.000Z'],
    ['6h', '2026-11-24T06:00:00.000Z'],
    ['2d', '2026-11-22T12:00:00.000Z'],
  ])('%s is %s', (typed, time) => expect(timestamp(typed, 'from', now)).toBe(time))

  it('are rejected when they are no time or no number above 0', () => {
    for (const wrong of ['', 'soon', '6 hours'])
      expect(() => timestamp(wrong, 'from', now)).toThrow(CommandError)
    for (const wrong of ['', '0', '-1', 'x'])
      expect(() => positiveNumber(wrong, 'rate')).toThrow(CommandError)
  })
})

describe('pacer', () => {
  it('waits between steps, not before the first', async () => {
    const waits: number[] = []
    const wait = pacer(4, (milliseconds) => {
      waits.push(milliseconds)
      return Promise.resolve()
    })
    for (let step = 0; step < 3; step += 1) await wait()
    expect(waits).toEqual([250, 250])
  })
})

describe('a failure pointer of the relay', () => {
  it('names a batch or one record', () => {
    const batch = { shardId: 's', startSequenceNumber: '1', endSequenceNumber: '9', batchSize: 3 }
    expect(readPointer(JSON.stringify({ version: '1.0', DDBStreamBatchInfo: batch }))).toEqual({
      place: { shardId: 's', first: '1', last: '9' },
    })
    expect(readPointer(JSON.stringify({ sequence: '7', keys: { pk: { S: 'S#a#ORDER#b' } } }))).toEqual({
      place: { first: '7', last: '7' },
      pk: 'S#a#ORDER#b',
    })
    for (const other of ['', 'null', '{}', '"text"', '[1]']) expect(readPointer(other)).toBeUndefined()
  })
})

describe('a resource’s name', () => {
  it.each([
    ['OrdersDeadLetters8A5D1B2C', 'orders-dead-letters'],
    ['TableCD117FA1', 'table'],
    ['HttpHttpApi01234567', 'http-http-api'],
  ])('of %s is %s', (logicalId, name) => expect(nameOf(logicalId)).toBe(name))
})
