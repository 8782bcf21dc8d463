import { setTimeout as pause } from 'node:timers/promises'
import { audit, type Difference } from '../audit.ts'
import { readReconciliation } from '../reconciliation.ts'
import { command, positiveNumber } from './command.ts'

const nameOf = ({ what, where, says }: Difference): string => `${what} ${where} ${says}`

/** A look is no snapshot: what changes while it is made may look wrong, and then does so once only. */
async function lasting(
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
  summary: 'Compare what the slices keep with one another and with their histories',
  notes:
    'Holds against issues, passes against checks, what a defect’s sweep counted against the orders, open defects\n' +
    'against their list, numbers against their counter, lists against states, and every newest version against what\n' +
    'is filed. The whole table is read, and once more when something looks wrong: what is wrong both times is told,\n' +
    'with the command that mends it, and the exit code is 2.',
  positionals: [],
  options: {
    store: { type: 'string', help: 'of this store only (the whole table is read all the same)' },
    settle: { type: 'string', default: '30', help: 'seconds between the two looks' },
  },
  run: async ({ options, say }) => {
    const { entries, found } = await lasting(options.store, positiveNumber(options.settle, 'settle'))
    for (const { what, where, says, mend } of found) {
      say(`${what.padEnd(9)} ${where}: ${says}`)
      if (mend !== undefined) say(`          npm run ops -- ${mend}`)
    }
    say(`${entries} aggregates looked at, ${found.length} differences`)
    return found.length === 0
  },
})

export const reconcileCommands = [reconcileAudit]
