import { checkSupplyChain, type LockedPackage, licencesOf } from '../../infra/checks/supply-chain.ts'

const good: LockedPackage = { version: '1.0.0', license: 'MIT', integrity: 'sha512-AAAA' }
const findings = (changes: LockedPackage, allowScripts: Record<string, boolean> = {}) =>
  checkSupplyChain({
    packages: { '': {}, 'node_modules/a/node_modules/@b/c': { ...good, ...changes } },
    allowScripts,
  })
const { integrity: _, ...unpinned } = good
const { license: __, ...unlicensed } = good

describe('an installed package', () => {
  it.each<[string, LockedPackage]>([
    ['a pinned package with an accepted licence', {}],
    ['a choice of licences, one of which is accepted', { license: '(MIT OR GPL-3.0-or-later)' }],
    ['a development package whose licence requires attribution', { license: 'CC-BY-4.0', dev: true }],
  ])('is accepted: %s', (_what, changes) => {
    expect(findings(changes)).toEqual([])
  })

  it.each<[string, LockedPackage, string]>([
    ['an address in the lock file', { resolved: 'somewhere' }, 'download address'],
    ['a copyleft licence', { license: 'GPL-3.0-only' }, 'licence'],
    ['two licences, one of which is not accepted', { license: 'MIT AND GPL-3.0-only' }, 'licence'],
    ['a licence for development only, in what ships', { license: 'CC-BY-4.0' }, 'licence'],
    ['an install script without a recorded decision', { hasInstallScript: true }, 'install script'],
  ])('is rejected with %s', (_what, changes, finding) => {
    expect(findings(changes)).toEqual([expect.stringContaining(`@b/c 1.0.0: `)])
    expect(findings(changes)[0]).toContain(finding)
  })

  it('is rejected without a hash or a licence, unless it is optional and for another platform', () => {
    const countFindings = (of: LockedPackage) =>
      checkSupplyChain({ packages: { 'node_modules/x': of }, allowScripts: {} }).length
    expect([countFindings(unpinned), countFindings(unlicensed)]).toEqual([1, 1])
    expect(countFindings({ version: '1.0.0', optional: true, dev: true })).toBe(0)
    expect(countFindings({ version: '1.0.0', optional: true })).toBe(2)
  })

  it('may have an install script with a recorded decision, either way', () => {
    for (const decided of [true, false])
      expect(findings({ hasInstallScript: true }, { '@b/c': decided })).toEqual([])
  })

  it('is listed by licence, without development packages', () => {
    const packages = { '': {}, 'node_modules/a': good, 'node_modules/b': { ...good, dev: true } }
    expect([...licencesOf({ packages })]).toEqual([['MIT', ['a 1.0.0']]])
  })
})
