import { type FaultRowName, faultRows } from './fault-rows.ts'
import { report, sum, type Tally } from './figures.ts'
import { personalDataIn } from './personal-data.ts'

/** Seeds where one takes less than 50 ms, and where it takes more; `FAULT_SEEDS` is any number for both. */
const defaultSeeds = { cheap: 100, dear: 20 } as const
const requestedSeeds = process.env['FAULT_SEEDS']
/** Milliseconds that a seed may take on a busy machine. */
const longSeed = { cheap: 1_000, dear: 20_000 } as const

/** How many seeds a row is tried with. */
const seedsOf = (cost: keyof typeof defaultSeeds): number[] =>
  Array.from(
    { length: requestedSeeds === undefined ? defaultSeeds[cost] : Number(requestedSeeds) },
    (_, n) => n + 1,
  )

interface RowOptions {
  /** What it is that the fault befalls. */
  readonly title: string
  /** `cheap` where a seed takes less than 50 ms. */
  readonly cost?: keyof typeof defaultSeeds
  /** So many seeds run side by side, where they mostly wait. */
  readonly concurrency?: number
}

/** Tries a row of the table with every seed; nothing may be lost and nothing doubled, and no log line may tell of anybody. */
export function faultRow(
  name: FaultRowName,
  { title: what, cost = 'cheap', concurrency: atOnce = 1 }: RowOptions,
  run: (seed: number) => Promise<Tally> | Tally,
): void {
  const { fault, holds } = faultRows[name]
  const seeds = seedsOf(cost)
  it(
    `${fault}: ${holds} (${what}, ${seeds.length} seeds)`,
    async () => {
      const log = watchLog()
      const tallies: Tally[] = []
      try {
        for (let first = 0; first < seeds.length; first += atOnce) {
          const some = seeds.slice(first, first + atOnce)
          tallies.push(...(await Promise.all(some.map((seed) => withSeed(seed, run)))))
        }
      } finally {
        log.stop()
        checkLog(log.lines)
      }
      const all = sum(tallies)
      report({ row: name, seeds: seeds.length, ...all })
      const wrong = seeds.filter((_, n) => tallies[n]?.lost !== 0 || tallies[n]?.doubled !== 0)
      expect({ wrong, ...all }).toEqual({ wrong: [], tries: all.tries, lost: 0, doubled: 0 })
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

/** No line that was logged up to here may tell of anybody; there must be some. */
export function itLogsNoPersonalData(logged: () => readonly string[]): void {
  it('tells of nobody in its log', () => {
    const lines = logged()
    expect(lines.length).toBeGreaterThan(0)
    checkLog(lines)
  })
}

/** Fails when a line of a log tells of anybody, and counts the lines for the table. */
function checkLog(lines: readonly string[]): void {
  const found = lines.flatMap((line) => personalDataIn(line).map((data) => ({ data, line })))
  report({ row: 'personal-data', tries: lines.length, lost: 0, doubled: found.length })
  expect(found).toEqual([])
}

/** Sees the lines that are logged to standard output, and hands them on. */
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
