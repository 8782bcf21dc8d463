import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkSupplyChain, licencesOf, type SupplyChain } from './checks/supply-chain.ts'

const read = (file: string) =>
  JSON.parse(readFileSync(join(process.cwd(), file), 'utf8')) as Partial<SupplyChain>

const { packages = {} } = read('package-lock.json')
const { allowScripts = {} } = read('package.json')
const violations = checkSupplyChain({ packages, allowScripts })

for (const violation of violations) console.log(violation)
if (process.argv.includes('--licences'))
  for (const [licence, of] of licencesOf({ packages })) console.log(`${licence}: ${of.join(', ')}`)
console.log(`${Object.keys(packages).length - 1} packages; ${audit()}`)
process.exitCode = violations.length === 0 && process.exitCode !== 1 ? 0 : 1

/** Asks the registry for known vulnerabilities of shipped packages; reports when it offers no audits. */
function audit(): string {
  const { vulnerabilities, error } = askRegistry()
  if (vulnerabilities === undefined) return `not audited: ${error}`
  if (vulnerabilities > 0) process.exitCode = 1
  return `${vulnerabilities} known vulnerabilities of high severity in shipped packages`
}

function askRegistry(): { vulnerabilities?: number; error?: string } {
  try {
    return readAudit(
      execFileSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', stdio: 'pipe' }),
    )
  } catch (error) {
    const { stdout } = error as { stdout?: string }
    return readAudit(stdout ?? '')
  }
}

/** Reads npm's report; npm exits with 1 both for vulnerabilities and when it cannot ask. */
function readAudit(report: string): { vulnerabilities?: number; error?: string } {
  const noAudits = { error: 'the registry offers no audits' }
  try {
    const { metadata } = JSON.parse(report) as { metadata?: { vulnerabilities: Record<string, number> } }
    if (metadata === undefined) return noAudits
    return {
      vulnerabilities: (metadata.vulnerabilities['high'] ?? 0) + (metadata.vulnerabilities['critical'] ?? 0),
    }
  } catch {
    return noAudits
  }
}
