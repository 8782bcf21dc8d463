import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seedExamples } from './seed-examples.ts'
import { trainSeed } from './train-seed.ts'

/** `npm run train:email`: trains the initial models from the seed mails and writes their file. */
const path = join(import.meta.dirname, '..', 'seed-models.json')

const models = trainSeed()
writeFileSync(path, `${JSON.stringify(models, undefined, 2)}\n`)
const kilobytes = (packed: string): string => (packed.length / 1024).toFixed(0)
process.stdout.write(
  `${seedExamples.length} mails: categories ${kilobytes(models.categories)} KB, languages ${kilobytes(models.languages)} KB\n`,
)
