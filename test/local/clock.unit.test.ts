import { createClock } from '../../infra/local/clock.ts'

const HOUR = 3_600_000

describe('the clock of the local cloud', () => {
  it('fires due timers in order, each at its own time', () => {
    const clock = createClock()
    const start = clock.now()
    const fired: [string, number][] = []
    const fire = (name: string) => () => fired.push([name, Math.round((clock.now() - start) / HOUR)])
    clock.after(3 * HOUR, fire('third hour'))
    clock.after(HOUR, fire('first hour'))
    clock.after(9 * HOUR, fire('ninth hour'))

    clock.advance(4 * HOUR)

    expect(fired).toEqual([
      ['first hour', 1],
      ['third hour', 3],
    ])
  })

  it('fires a timer set by another timer within the same advance', () => {
    const clock = createClock()
    let repeats = 0
    const again = () => {
      repeats++
      clock.after(HOUR, again)
    }
    clock.after(HOUR, again)

    clock.advance(5 * HOUR)

    expect(repeats).toBe(5)
  })

  it('does not fire a cancelled timer', () => {
    const clock = createClock()
    let fired = false
    const cancel = clock.after(HOUR, () => {
      fired = true
    })

    cancel()
    clock.advance(2 * HOUR)

    expect(fired).toBe(false)
  })

  it('fires timers with real time when it is not advanced', async () => {
    const clock = createClock()
    await expect(new Promise((resolve) => clock.after(1, () => resolve('fired')))).resolves.toBe('fired')
  })

  it('shares its offset with the worker threads', () => {
    const clock = createClock()
    clock.advance(HOUR)
    expect(new Float64Array(clock.shared)[0]).toBeGreaterThanOrEqual(HOUR - 1)
  })

  it('reports each advance in milliseconds to parts with their own timers', () => {
    const clock = createClock()
    const received: number[] = []
    const stop = clock.onAdvance((ms) => received.push(ms))

    clock.advance(HOUR)
    stop()
    clock.advance(HOUR)

    expect(received).toEqual([HOUR])
  })

  it('never moves backwards', () => {
    expect(() => createClock().advance(-1)).toThrow(RangeError)
  })
})
