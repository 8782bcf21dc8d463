import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { startSeededSuite } from '../access/seeded-suite.ts'
import globalSetup from '../support/run/global-setup.ts'
import { tearDown } from '../support/suite/shared.ts'
import { fuzz } from './fuzz.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } },
})
const minutes = Number(values.minutes)
const seed = Number(values.seed ?? randomInt(2 ** 31))
if (!(minutes > 0) || !Number.isInteger(seed))
  throw new Error('Use: npm run fuzz -- --minutes <number above 0> --seed <whole number>')

// Runs on its own suite, since fuzzing changes all of its data.
await globalSetup()
const { suite, resources, stop } = await startSeededSuite()
try {
  const { endpoints, identity } = suite.cloud
  const target = { ...endpoints, clients: identity.clients, resources }
  console.log(`Fuzzing the API for ${minutes} minutes with seed ${seed} ...`)
  const end = Date.now() + minutes * 60_000
  const { sent, byStatus, succeeded, findings } = await fuzz(target, {
    seed,
    shouldContinue: () => Date.now() < end,
  })
  for (const finding of findings) console.log(`\n${finding}`)
  const statuses = [...byStatus].sort(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`)
  const never = [...succeeded].filter(([, times]) => times === 0).map(([id]) => id)
  console.log(`\n${sent} requests to ${succeeded.size} operations; ${statuses.join(', ')}.`)
  if (never.length > 0) console.log(`Operations that never succeeded: ${never.join(', ')}.`)
  console.log(`${findings.length} answers violated the API document.`)
  if (findings.length > 0) process.exitCode = 1
} finally {
  await stop()
  await tearDown()
}
