import fc from 'fast-check'
import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import {
  followIssue,
  passOrder,
  placeHold,
  releaseHold,
} from '../../../functions/orders/holds/order-holds.ts'
import { blockers, isPassed, type Order, openHolds } from '../../../functions/orders/order/order.ts'
import { toOrderView } from '../../../functions/orders/order/order-requests.ts'
import { given, rejected } from '../../support/given.ts'
import { after, anOrder, later, passed, passOf } from '../../support/orders.ts'

const now = later(60)
const hold =
  (code = 'ask') =>
  (order: Order) =>
    placeHold(order, { code, reason: 'look again', placedBy: 'ana' }, now)
const release =
  (code = 'ask') =>
  (order: Order) =>
    releaseHold(order, { code, reason: 'fine', releasedBy: 'rui' }, now)
const update = (issueVersion: number, open: boolean, issueId = 'iss_cpf', code = 'cpf') => ({
  issueId,
  issueVersion,
  code,
  open,
  reason: open ? 'it failed' : 'it is gone',
})
const follow = (received: ReturnType<typeof update>) => (order: Order) => followIssue(order, received, now)

describe('placing a hold', () => {
  it('blocks dispatch until the hold is released', () => {
    given(anOrder())
      .when(hold())
      .then([{ type: 'order.held', data: { code: 'ask', reason: 'look again' } }], (held) => {
        expect(blockers(held)).toContain('hold:ask')
        expect(held.holds).toEqual([{ code: 'ask', reason: 'look again', placedBy: 'ana', placedAt: now }])
      })
    given(after(anOrder(), hold()))
      .when(release())
      .then([{ type: 'order.released', data: { code: 'ask', reason: 'fine' } }], (free) => {
        expect(blockers(free)).not.toContain('hold:ask')
        expect(free.holds[0]?.released).toEqual({ at: now, by: 'rui', reason: 'fine' })
      })
  })

  it('rejects a second hold of the same name only while the first is open', () => {
    given(after(anOrder(), hold())).when(hold()).then(rejected('hold-exists'))
    given(after(anOrder(), hold(), release()))
      .when(hold())
      .then([{ type: 'order.held', data: { code: 'ask', reason: 'look again' } }], (held) =>
        expect(held.holds).toHaveLength(1),
      )
  })

  it('releases one of several holds alone', () => {
    const order = after(anOrder(), hold('a'), hold('b'), hold('c'), release('b'))
    expect(openHolds(order).map(({ code }) => code)).toEqual(['a', 'c'])
  })
})

describe('following a quality issue', () => {
  it('places a hold named after the check while the issue is open', () => {
    given(anOrder())
      .when(follow(update(1, true)))
      .then([{ type: 'order.held', data: { code: 'cpf', reason: 'it failed' } }], (held) => {
        expect(blockers(held)).toContain('hold:cpf')
        expect(toOrderView(held)).toMatchObject({ quality: 'held', held: true })
      })
    given(after(anOrder(), follow(update(1, true))))
      .when(follow(update(2, false)))
      .then([{ type: 'order.released', data: { code: 'cpf', reason: 'it is gone' } }], (free) =>
        expect(openHolds(free)).toEqual([]),
      )
  })

  it.each([
    { what: 'the same update again', earlier: [update(1, true)], late: update(1, true) },
    { what: 'an opening after its resolution', earlier: [update(2, false)], late: update(1, true) },
    { what: 'a resolution after the reopening', earlier: [update(3, true)], late: update(2, false) },
  ])('does not change on $what', ({ earlier, late }) => {
    given(after(anOrder(), ...earlier.map(follow)))
      .when(follow(late))
      .then([])
  })

  it('places the hold again when the issue is reopened', () => {
    const order = after(anOrder(), follow(update(1, true)), follow(update(2, false)), follow(update(3, true)))
    expect(openHolds(order)).toHaveLength(1)
  })

  it('reaches the state of the newest update, in any order and number of updates', () => {
    const updatesOf = (issue: string) =>
      fc
        .array(fc.boolean(), { minLength: 1, maxLength: 6 })
        .map((opens) => opens.map((open, n) => update(n + 1, open, `iss_${issue}`, issue)))
    const sequences = fc.tuple(updatesOf('cpf'), updatesOf('cep-uf')).chain(([cpf, cep]) => {
      const all = [...cpf, ...cep]
      return fc.record({
        newest: fc.constant([cpf.at(-1), cep.at(-1)]),
        order: fc
          .array(fc.constantFrom(...all), { maxLength: 10 })
          .chain((extra) =>
            fc.shuffledSubarray([...all, ...extra], { minLength: all.length + extra.length }),
          ),
      })
    })
    fc.assert(
      fc.property(sequences, ({ newest, order }) => {
        const end = after(anOrder(), ...order.map(follow))
        const open = newest.flatMap((one) => (one?.open ? [one.code] : []))
        expect(new Set(openHolds(end).map(({ code }) => code))).toEqual(new Set(open))
      }),
      { numRuns: 300 },
    )
  })

  it('does not release a person’s hold of the same name', () => {
    const updates = [update(1, true), update(2, false), update(3, true), update(4, false)]
    const sequences = fc
      .array(fc.constantFrom(...updates), { maxLength: 8 })
      .chain((extra) =>
        fc.shuffledSubarray([...updates, ...extra], { minLength: updates.length + extra.length }),
      )
    fc.assert(
      fc.property(sequences, fc.nat(), (order, at) => {
        const cut = at % (order.length + 1)
        const before = after(anOrder(), ...order.slice(0, cut).map(follow))
        fc.pre(openHolds(before).length === 0)
        const end = after(after(before, hold('cpf')), ...order.slice(cut).map(follow))
        expect(openHolds(end).map(({ placedBy }) => placedBy)).toEqual(['ana'])
        expect(blockers(end)).toEqual(['not-paid', 'not-passed', 'hold:cpf'])
      }),
    )
  })

  it('rejects a release by a person while the issue is open', () => {
    given(after(anOrder(), follow(update(1, true))))
      .when(release('cpf'))
      .then(rejected('hold-has-cause'))
  })

  it('keeps the hold of the issue when a person’s hold of the same name is released', () => {
    const both = after(anOrder(), hold('cpf'), follow(update(1, true)))
    expect(openHolds(both)).toHaveLength(2)
    expect(blockers(both)).toEqual(['not-paid', 'not-passed', 'hold:cpf'])
    given(both)
      .when(release('cpf'))
      .then([{ type: 'order.released', data: { code: 'cpf', reason: 'fine' } }], (free) =>
        expect(openHolds(free).map(({ issueId }) => issueId)).toEqual(['iss_cpf']),
      )
  })
})

describe('recording a pass', () => {
  it('records the pass of the current content', () => {
    given(anOrder())
      .when((order) => passOrder(order, passOf(order), now))
      .then([{ type: 'order.passed', data: { contentVersion: 1 } }], (order) => {
        expect(isPassed(order)).toBe(true)
        expect(toOrderView(order).quality).toBe('passed')
      })
  })

  it('does not record the same pass twice', () => {
    given(after(anOrder(), passed))
      .when((order) => passOrder(order, passOf(order), now))
      .then([])
  })

  it('ignores the pass of an older or unknown content', () => {
    const corrected = after(anOrder(), (order) => correctOrder(order, { customer: { phone: null } }, now))
    expect(corrected.contentVersion).toBe(2)
    for (const content of [1, 3]) {
      given(corrected)
        .when((order) => passOrder(order, { ...passOf(order), contentVersion: content }, now))
        .then([])
    }
    expect(toOrderView(corrected).quality).toBe('checking')
  })

  it('ignores the pass of another content under the right version', () => {
    const order = anOrder()
    const dearer = { ...order, totals: { ...order.totals, total: order.totals.total + 1 } }
    given(order)
      .when((one) => passOrder(one, passOf(dearer), now))
      .then([])
  })

  it('loses the pass when the content changes', () => {
    const order = after(anOrder(), passed)
    const other = { ...order, lines: order.lines.slice(1) }
    expect([isPassed(order), isPassed(other)]).toEqual([true, false])
    expect(blockers(other)).toContain('not-passed')
  })
})
