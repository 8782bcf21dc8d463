import { setTimeout as pause } from 'node:timers/promises'
import { audit, type Difference } from '../audit.ts'
import { readReconciliation } from '../reconciliation.ts'
import { command, positiveNumber } from './command.ts'

const nameOf = ({ what, where, detail }: Difference): string => `${what} ${where} ${detail}`

/** A scan is no snapshot: a change during it can look like a difference. Only differences found twice are reported. */
async function persistentDifferences(
  store: string | undefined,
  settleSeconds: number,
): Promise<{ entries: number; found: Difference[] }> {
  const first = await readReconciliation(store)
  const suspects = audit(first)
  if (suspects.length === 0) return { entries: first.entries.length, found: [] }
  await pause(settleSeconds * 1000)
  const again = new Set(audit(await readReconciliation(store)).map(nameOf))
  return { entries: first.entries.length, found: suspects.filter((one) => again.has(nameOf(one))) }
}

const reconcileAudit = command({
  name: 'reconcile audit',
  summary: 'Compare the data of the slices with one another and with their histories',
  notes:
    'Compares holds with issues, passes with checks, the counts of a defect’s order scan with the orders, open defects\n' +
    'with their list, numbers with their counter, index entries with states, and versions with filed events.\n' +
    'Scans the whole table, and a second time when something differs. Reports differences found in both scans, each\n' +
    'with the command that fixes it, and exits with 2.',
  positionals: [],
  options: {
    store: { type: 'string', help: 'only this store (the whole table is scanned anyway)' },
    settle: { type: 'string', default: '30', help: 'seconds between the two scans' },
  },
  run: async ({ options, say }) => {
    const { entries, found } = await persistentDifferences(
      options.store,
      positiveNumber(options.settle, 'settle'),
    )
    for (const { what, where, detail, fix } of found) {
      say(`${what.padEnd(9)} ${where}: ${detail}`)
      if (fix !== undefined) say(`          npm run ops -- ${fix}`)
    }
    say(`${entries} aggregates checked, ${found.length} differences`)
    return found.length === 0
  },
})

export const reconcileCommands = [reconcileAudit]
