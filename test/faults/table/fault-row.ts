import { type FaultRowName, faultRows } from './fault-rows.ts'
import { report, sum, type Tally } from './figures.ts'
import { personalDataIn } from './personal-data.ts'

/** Seeds of a row whose seed takes less than 50 ms, and of a slower row; `FAULT_SEEDS` overrides both. */
const defaultSeeds = { fast: 100, slow: 20 } as const
const requestedSeeds = process.env['FAULT_SEEDS']
/** Timeout of a seed in milliseconds on a busy machine. */
const longSeed = { fast: 1_000, slow: 20_000 } as const

/** The seeds of a row. */
const seedsOf = (cost: keyof typeof defaultSeeds): number[] =>
  Array.from(
    { length: requestedSeeds === undefined ? defaultSeeds[cost] : Number(requestedSeeds) },
    (_, n) => n + 1,
  )

interface RowOptions {
  /** What the fault affects. */
  readonly title: string
  /** `fast` when a seed takes less than 50 ms. */
  readonly cost?: keyof typeof defaultSeeds
  /** Number of seeds run concurrently, for rows that mostly wait. */
  readonly concurrency?: number
}

/** Tests a row of the fault table with every seed; expects nothing lost or doubled and no personal data in log lines. */
export function faultRow(
  name: FaultRowName,
  { title, cost = 'fast', concurrency = 1 }: RowOptions,
  run: (seed: number) => Promise<Tally> | Tally,
): void {
  const { fault, holds } = faultRows[name]
  const seeds = seedsOf(cost)
  it(
    `${fault}: ${holds} (${title}, ${seeds.length} seeds)`,
    async () => {
      const log = watchLog()
      const tallies: Tally[] = []
      try {
        for (let first = 0; first < seeds.length; first += concurrency) {
          const batch = seeds.slice(first, first + concurrency)
          tallies.push(...(await Promise.all(batch.map((seed) => withSeed(seed, run)))))
        }
      } finally {
        log.stop()
        checkLog(log.lines)
      }
      const all = sum(tallies)
      report({ row: name, seeds: seeds.length, ...all })
      const failed = seeds.filter((_, n) => tallies[n]?.lost !== 0 || tallies[n]?.doubled !== 0)
      expect({ failed, ...all }).toEqual({ failed: [], tries: all.tries, lost: 0, doubled: 0 })
      expect(all.tries).toBeGreaterThanOrEqual(seeds.length)
    },
    60_000 + seeds.length * longSeed[cost],
  )
}

async function withSeed(seed: number, run: (seed: number) => Promise<Tally> | Tally): Promise<Tally> {
  try {
    return await run(seed)
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/** Tests that the log so far has lines and that none contains personal data. */
export function itLogsNoPersonalData(logged: () => readonly string[]): void {
  it('logs no personal data', () => {
    const lines = logged()
    expect(lines.length).toBeGreaterThan(0)
    checkLog(lines)
  })
}

/** Fails when a log line contains personal data, and reports the number of lines. */
function checkLog(lines: readonly string[]): void {
  const found = lines.flatMap((line) => personalDataIn(line).map((data) => ({ data, line })))
  report({ row: 'personal-data', tries: lines.length, lost: 0, doubled: found.length })
  expect(found).toEqual([])
}

/** Records log lines from standard output and passes them on. */
function watchLog(): { readonly lines: string[]; stop(): void } {
  const lines: string[] = []
  const write = process.stdout.write
  process.stdout.write = function (this: typeof process.stdout, ...args: Parameters<typeof write>) {
    const [chunk] = args
    if (typeof chunk === 'string' && chunk.startsWith('{')) lines.push(chunk)
    return write.apply(this, args)
  } as typeof write
  return {
    lines,
    stop: () => {
      process.stdout.write = write
    },
  }
}
