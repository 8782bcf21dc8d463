import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { personalDataRequested } from '../../events/privacy/privacy-events.ts'
import { holders } from '../../events/privacy/privacy-schema.ts'
import { slices } from '../../infra/slices.ts'

const functions = join(import.meta.dirname, '../../functions')

/** Slices with an aggregate whose kind is marked as personal data. */
const slicesWithPersonalData = new Set(
  globSync('*/**/*.store.ts', { cwd: functions })
    .filter((file) => /^ {2}personal: /m.test(readFileSync(join(functions, file), 'utf8')))
    .map((file) => file.slice(0, file.indexOf('/'))),
)

describe('the holders of personal data', () => {
  it('are the slices with personal data, except privacy', () => {
    expect([...slicesWithPersonalData].sort()).toEqual([...holders, 'privacy'].sort())
  })

  it('all report when personal data is requested', () => {
    const reporting = slices.filter(({ reactions }) =>
      reactions.some((one) => 'on' in one && one.on.some(({ type }) => type === personalDataRequested.type)),
    )
    expect(reporting.map(({ name }) => name).sort()).toEqual([...holders].sort())
  })
})
