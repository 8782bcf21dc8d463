import { createRequire } from 'node:module'

/** The packed models that every store begins with, as `npm run train:email` writes them. */
interface SeedModels {
  readonly categories: string
  readonly languages: string
}

/**
 * Reads the models from the file that lies beside this one, and beside a bundle that holds this: as code, their
 * 100 KB would be read at every start, whether or not there is mail.
 */
export const readSeedModels = (): SeedModels =>
  createRequire(import.meta.url)('./seed-models.json') as SeedModels
