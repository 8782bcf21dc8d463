import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { watchSources } from '../../infra/start/watch.ts'

describe('a changed source file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'watch-'))
  const [source, bundles] = [join(dir, 'source'), join(dir, 'bundles')]
  const bundle = (name: string, text: string) => {
    mkdirSync(join(bundles, 'functions', name), { recursive: true })
    writeFileSync(join(bundles, 'functions', name, 'index.js'), text)
  }
  let unwatch: () => void
  let reloaded: string[][]

  /** Starts watching; resolves with the next report, once `change` has been made. */
  function reportAfter(change: () => void, rebuild: () => Promise<void>) {
    reloaded = []
    return new Promise<{ changed: readonly string[]; error: Error | undefined }>((resolve) => {
      unwatch = watchSources({
        functionNames: ['a', 'b'],
        folders: [source],
        bundles,
        rebuild,
        reload: (...call) => void reloaded.push(call),
        report: (changed, error) => resolve({ changed, error }),
      })
      change()
    })
  }

  beforeAll(() => {
    mkdirSync(join(source, 'deep'), { recursive: true })
    bundle('a', '1')
    bundle('b', '1')
  })
  afterEach(() => unwatch())
  afterAll(() => rmSync(dir, { recursive: true }))

  it('reloads the functions whose bundles change', async () => {
    const report = await reportAfter(
      () => writeFileSync(join(source, 'deep', 'x.ts'), '2'),
      async () => bundle('b', '2'),
    )
    expect(report).toEqual({ changed: ['b'], error: undefined })
    expect(reloaded).toEqual([['b', join(bundles, 'functions', 'b')]])
  })

  it('is detected repeatedly, when an editor replaces it, and in a new folder', async () => {
    const replace = (folder: string) => {
      writeFileSync(join(dir, 'x.tmp'), 'new')
      renameSync(join(dir, 'x.tmp'), join(source, folder, 'x.ts'))
    }
    let step = 0
    let reloads = 0
    let reloaded = Promise.withResolvers<void>()
    unwatch = watchSources({
      functionNames: ['a'],
      folders: [source],
      bundles,
      rebuild: async () => bundle('a', `step ${step}`),
      reload: () => {
        reloads += 1
        reloaded.resolve()
      },
      report: () => undefined,
    })
    const steps = [
      () => replace('deep'),
      () => replace('deep'),
      () => mkdirSync(join(source, 'newer')),
      () => replace('newer'),
    ]
    for (const change of steps) {
      reloaded = Promise.withResolvers()
      step += 1
      change()
      await reloaded.promise
    }
    expect(reloads).toBe(steps.length)
  })

  it('reloads nothing when the build fails', async () => {
    const report = await reportAfter(
      () => writeFileSync(join(source, 'x.ts'), '3'),
      async () => {
        throw new Error('expected ;')
      },
    )
    expect(report).toMatchObject({ changed: [], error: { message: 'expected ;' } })
    expect(reloaded).toEqual([])
  })
})
