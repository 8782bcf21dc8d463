import {
  type Clocks,
  clockKeys,
  followStatus,
  isAtRisk,
  markWarned,
  meetFirstResponse,
  nextWarning,
  retargetClocks,
  startClocks,
  threadOfClockKey,
} from '../../../functions/email/threads/thread-clock.ts'

const hours = { opens: '09:00', closes: '18:00', weekdays: [1, 2, 3, 4, 5], uf: 'SP' }
const handling = { department: 'front-office', firstResponseHours: 4, resolutionHours: 18 } as const
/** A local time of November 2026; the 24th is a Tuesday. */
const at = (local: string) => new Date(`2026-11-${local}-03:00`).toISOString()

const started = (since = at('24T10:00')): Clocks => startClocks(handling, hours, since)

describe('the clocks of a thread', () => {
  it('start at the receipt of the mail and count business time only', () => {
    expect(started()).toMatchObject({
      firstResponse: { targetMinutes: 240, spentMinutes: 0, dueAt: at('24T14:00') },
      resolution: { targetMinutes: 1080, dueAt: at('26T10:00') },
    })
    expect(started(at('27T17:00')).firstResponse?.dueAt).toBe(at('30T12:00'))
    expect(started(at('28T03:00')).firstResponse?.dueAt).toBe(at('30T13:00'))
  })

  it('pause while the customer has to reply, and then continue', () => {
    const resting = followStatus(
      meetFirstResponse(started(), at('24T12:00')),
      'waiting-customer',
      at('24T12:00'),
    )
    expect(resting.firstResponse).toEqual({ targetMinutes: 240, spentMinutes: 120, metAt: at('24T12:00') })
    expect(resting.resolution).toEqual({ targetMinutes: 1080, spentMinutes: 120 })
    const running = followStatus(resting, 'open', at('30T09:00'))
    expect(running.firstResponse).toEqual(resting.firstResponse)
    // 16 of 18 hours are left: Monday has nine, Tuesday seven.
    expect(running.resolution).toMatchObject({ spentMinutes: 120, dueAt: '2026-12-01T19:00:00.000Z' })
  })

  it('do not change when the status does not change', () => {
    expect(followStatus(started(), 'open', at('24T12:00'))).toEqual(started())
    expect(followStatus(started(), 'triage', at('25T12:00'))).toEqual(started())
  })

  it('are met by resolution; a reopened thread owes only the resolution', () => {
    const resolved = followStatus(started(), 'resolved', at('24T11:00'))
    expect(resolved.firstResponse).toEqual({ targetMinutes: 240, spentMinutes: 60, metAt: at('24T11:00') })
    expect(resolved.resolution).toEqual({ targetMinutes: 1080, spentMinutes: 60, metAt: at('24T11:00') })
    const again = followStatus(resolved, 'open', at('25T09:00'))
    expect(again.firstResponse).toEqual(resolved.firstResponse)
    expect(again.resolution).toEqual({
      targetMinutes: 1080,
      spentMinutes: 60,
      runningSince: at('25T09:00'),
      dueAt: at('26T17:00'),
    })
  })

  it('take the targets of another category and keep the spent time', () => {
    const aimed = retargetClocks(
      started(),
      { ...handling, firstResponseHours: 3, resolutionHours: 2 },
      at('24T12:00'),
    )
    expect(aimed.firstResponse).toEqual({
      targetMinutes: 180,
      spentMinutes: 120,
      runningSince: at('24T12:00'),
      dueAt: at('24T13:00'),
    })
    expect(aimed.resolution).toMatchObject({ targetMinutes: 120, spentMinutes: 120, dueAt: at('24T12:00') })
    const same = retargetClocks(started(), { ...handling, department: 'legal' }, at('24T12:00'))
    expect(same).toEqual(started())
  })
})

describe('warnings', () => {
  it('are due at three quarters of a target, the earliest first, once for each clock', () => {
    const clocks = started()
    const first = nextWarning(clocks)
    expect(first).toEqual({ clock: 'firstResponse', at: at('24T13:00'), dueAt: at('24T14:00') })
    const warned = markWarned(clocks, 'firstResponse', at('24T13:02'))
    expect(nextWarning(warned)).toEqual({
      clock: 'resolution',
      at: at('25T14:30'),
      dueAt: at('26T10:00'),
    })
    expect(nextWarning(markWarned(warned, 'resolution', at('25T14:31')))).toBeUndefined()
  })

  it('are not given for a paused or met clock, nor repeated after a pause', () => {
    const warned = markWarned(started(), 'firstResponse', at('24T13:02'))
    const resting = followStatus(warned, 'waiting-customer', at('24T13:30'))
    expect(nextWarning(resting)).toBeUndefined()
    expect(nextWarning(followStatus(resting, 'open', at('24T15:00')))?.clock).toBe('resolution')
    expect(nextWarning(followStatus(started(), 'resolved', at('24T11:00')))).toBeUndefined()
    expect(nextWarning(meetFirstResponse(started(), at('24T11:00')))?.clock).toBe('resolution')
    expect(nextWarning(undefined)).toBeUndefined()
  })

  it('are found by time, across all stores', () => {
    const thread = { id: 'thr_1', store: 'loja-azul', clocks: started() }
    const { gsi2pk, gsi2sk } = clockKeys(thread)
    expect(gsi2pk).toMatch(/^EMAIL-CLOCK#[01]$/)
    expect(gsi2sk).toBe(`${at('24T13:00')}#loja-azul#thr_1`)
    expect(threadOfClockKey(gsi2sk ?? '')).toEqual({ store: 'loja-azul', threadId: 'thr_1' })
    expect(clockKeys({ ...thread, clocks: undefined })).toEqual({})
  })

  it('mark a thread as at risk while its clock runs', () => {
    expect(isAtRisk(started(), at('24T13:30'))).toBe(false)
    expect(isAtRisk(started(), at('24T14:00'))).toBe(true)
    const warned = markWarned(started(), 'firstResponse', at('24T13:02'))
    expect(isAtRisk(warned, at('24T13:30'))).toBe(true)
    expect(isAtRisk(followStatus(warned, 'waiting-customer', at('24T13:30')), at('24T15:00'))).toBe(false)
    expect(isAtRisk(undefined, at('24T15:00'))).toBe(false)
  })
})
