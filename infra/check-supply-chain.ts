import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkSupplyChain, licencesOf, type SupplyChain } from './checks/supply-chain.ts'

const read = (file: string) =>
  JSON.parse(readFileSync(join(process.cwd(), file), 'utf8')) as Partial<SupplyChain>

const { packages = {} } = read('package-lock.json')
const { allowScripts = {} } = read('package.json')
const wrongs = checkSupplyChain({ packages, allowScripts })

for (const wrong of wrongs) console.log(wrong)
if (process.argv.includes('--licences'))
  for (const [licence, of] of licencesOf({ packages })) console.log(`${licence}: ${of.join(', ')}`)
console.log(`${Object.keys(packages).length - 1} packages; ${audit()}`)
process.exitCode = wrongs.length === 0 && process.exitCode !== 1 ? 0 : 1

/** Asks the registry for known holes in what ships; where it answers no such question, says so. */
function audit(): string {
  const { holes, error } = askRegistry()
  if (holes === undefined) return `not audited: ${error}`
  if (holes > 0) process.exitCode = 1
  return `${holes} known holes of high severity in what ships`
}

function askRegistry(): { holes?: number; error?: string } {
  try {
    return readAudit(
      execFileSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', stdio: 'pipe' }),
    )
  } catch (error) {
    const { stdout } = error as { stdout?: string }
    return readAudit(stdout ?? '')
  }
}

/** npm's report; it exits with 1 both when it finds holes and when it cannot ask. */
function readAudit(report: string): { holes?: number; error?: string } {
  const lacking = { error: 'the registry in use answers no audits' }
  try {
    const { metadata } = JSON.parse(report) as { metadata?: { vulnerabilities: Record<string, number> } }
    if (metadata === undefined) return lacking
    return { holes: (metadata.vulnerabilities['high'] ?? 0) + (metadata.vulnerabilities['critical'] ?? 0) }
  } catch {
    return lacking
  }
}
