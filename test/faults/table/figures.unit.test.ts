import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FaultRowName, faultRows } from './fault-rows.ts'
import { FIGURES, faultTable, figuresIn, missingRows, report, sum } from './figures.ts'
import { personalDataIn } from './personal-data.ts'

describe('the figures of a run', () => {
  const previous = process.env[FIGURES]
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'figures-'))
    process.env[FIGURES] = folder
  })
  afterEach(() => {
    if (previous === undefined) delete process.env[FIGURES]
    else process.env[FIGURES] = previous
    rmSync(folder, { recursive: true })
  })

  it('are summed by row with the highest seed count, and in total', () => {
    report({ row: 'lost-update', seeds: 20, tries: 40, lost: 1, doubled: 0 })
    report({ row: 'lost-update', seeds: 3, tries: 2, lost: 0, doubled: 2 })
    report({ row: 'personal-data', tries: 7, lost: 0, doubled: 1 })
    const table = faultTable(figuresIn(folder))
    expect(table).toMatch(/^lost-update .* 42 +1 +2 +20$/m)
    expect(table).toMatch(/^stock-rush .* not applicable: there is no stock slice yet$/m)
    expect(table).not.toMatch(/^ssrf/m)
    expect(table.split('\n').at(-1)).toBe(
      'faults: 42 tries, 1 lost, 2 doubled; 1 of 7 log lines with personal data',
    )
  })

  it('list applicable rows without a figure', () => {
    const applicable = (Object.keys(faultRows) as FaultRowName[]).filter(
      (name) => !('notApplicable' in faultRows[name]),
    )
    expect(missingRows([])).toEqual(applicable)
    for (const row of applicable.slice(1)) report({ row, tries: 1, lost: 0, doubled: 0 })
    expect(missingRows(figuresIn(folder))).toEqual(applicable.slice(0, 1))
  })

  it('are empty without reports', () => {
    expect(sum([])).toEqual({ tries: 0, lost: 0, doubled: 0 })
    expect(figuresIn(join(folder, 'nowhere'))).toEqual([])
  })
})

describe('personal data in a log line', () => {
  it.each([
    ['an address', 'maria@example.com'],
    ['a CPF', '111.444.777-35'],
    ['a CPF in digits', '11144477735'],
    ['a CNPJ', '11.222.333/0001-81'],
    ['a telephone number', '+5511912345678'],
    ['a telephone number for people', '(11) 91234-5678'],
    ['a CEP', '04567-010'],
    ['a name', 'Joana Prado'],
    ['a street', 'Rua das Acácias'],
  ])('detects %s', (_, data) => {
    for (const line of [`{"message":"customer ${data} is wrong"}`, `{"to":"${data}"}`])
      expect(personalDataIn(line).length).toBeGreaterThan(0)
  })

  it.each([
    '{"timestamp":"2026-11-24T12:00:00.000Z","requestId":"6f1c2f6e-9b7a-4c1d-8e55-112233445566"}',
    '{"_aws":{"Timestamp":1795507200000},"OrderPlacedEvents":11}',
    '{"stack":"at run (/var/task/node_modules/@middy/core/index.js:191:26)"}',
    '{"queue":"arn:aws:sqs:us-east-1:000000000000:orders-dead-letters","id":"ord_7k3m9q2x5v8n4t6w1y0c3f7h2j.3.0"}',
  ])('ignores technical values: %s', (line) => {
    expect(personalDataIn(line)).toEqual([])
  })
})
