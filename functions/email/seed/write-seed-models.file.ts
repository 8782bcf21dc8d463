import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seedExamples } from './seed-examples.ts'
import { trainSeed } from './train-seed.ts'

/** `npm run train:email`: trains the models of the bundle from the seed mails and writes them where they are read. */
const path = join(import.meta.dirname, '..', 'classifier', 'seed-models.ts')

const { categories, languages } = trainSeed()
writeFileSync(
  path,
  `/** Written by \`npm run train:email\` from the seed mails; see \`packModel\`. */
export const seedModels = {
  categories:
    '${categories}',
  languages:
    '${languages}',
} as const
`,
)
const kilobytes = (packed: string): string => (packed.length / 1024).toFixed(0)
process.stdout.write(
  `${seedExamples.length} mails: categories ${kilobytes(categories)} KB, languages ${kilobytes(languages)} KB\n`,
)
