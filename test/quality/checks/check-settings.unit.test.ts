import fc from 'fast-check'
import { checks } from '../../../functions/quality/checks/check-register.ts'
import {
  applySetting,
  type CheckSettings,
  configureCheck,
  settingOf,
} from '../../../functions/quality/checks/check-settings.ts'
import { checkOf } from '../../../functions/quality/checks/run-checks.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { fixedNow, later } from '../../support/orders.ts'

const cepUf = checkOf('cep-uf')
const hold = { mode: 'hold', department: 'legal', thresholds: {}, autoCorrect: false } as const
const first = configureCheck(undefined, 'loja-azul', 'cep-uf', hold, fixedNow)

function refusalOf(act: () => unknown): DomainError {
  try {
    act()
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
  throw new Error('a refusal was expected')
}

describe('every check', () => {
  it.each(checks)('$code has a default for each setting, and rejects unknown ones', (check) => {
    expect(settingOf(check, {})).toEqual({
      mode: check.mode,
      department: check.department,
      thresholds: check.thresholds.parse({}),
      autoCorrect: false,
    })
    const { fields } = refusalOf(() => applySetting(check, { thresholds: { noSuchThing: 1 } }))
    expect(fields).toEqual([{ path: 'thresholds.noSuchThing', expected: 'no such field', received: '1' }])
  })

  it.each(checks)('$code falls back to its defaults for invalid stored thresholds', (check) => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (thresholds) => {
        const setting = settingOf(check, { [check.code]: { thresholds } })
        expect(check.thresholds.safeParse(setting.thresholds).success).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it.each(checks.filter(({ correct }) => correct === undefined))(
    '$code rejects autoCorrect, since it corrects nothing',
    (check) => {
      expect(refusalOf(() => applySetting(check, { autoCorrect: true })).fields[0]?.path).toBe('autoCorrect')
    },
  )
})

describe('configuring a check', () => {
  it('completes missing fields with the defaults', () => {
    expect(applySetting(cepUf, { mode: 'warn' })).toEqual({
      mode: 'warn',
      department: cepUf.department,
      thresholds: {},
      autoCorrect: false,
    })
  })

  it('publishes an event, and counts versions per check', () => {
    expect(first.next).toEqual({
      id: 'check-settings',
      store: 'loja-azul',
      version: 1,
      checks: { 'cep-uf': { ...hold, version: 1, setAt: fixedNow } },
    })
    expect(first.events).toEqual([{ type: 'quality.check-configured', data: { check: 'cep-uf', ...hold } }])
    const second = configureCheck(first.next, 'loja-azul', 'cpf', { ...hold, mode: 'off' }, later(1))
    expect(second.next.version).toBe(2)
    expect(second.next.checks['cpf']?.version).toBe(1)
    expect(second.next.checks['cep-uf']).toEqual(first.next.checks['cep-uf'])
  })

  it('changes nothing when the settings are the same', () => {
    const again = (current: CheckSettings) => configureCheck(current, 'loja-azul', 'cep-uf', hold, later(1))
    expect(again(first.next)).toEqual({ next: first.next, events: [] })
  })
})
