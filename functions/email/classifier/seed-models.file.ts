import { createRequire } from 'node:module'

/** The packed initial models of every store, as `npm run train:email` writes them. */
interface SeedModels {
  readonly categories: string
  readonly languages: string
}

/**
 * Reads the models from the file next to this one, or next to the bundle: as code, their 100 KB would be parsed at
 * every start.
 */
export const readSeedModels = (): SeedModels =>
  createRequire(import.meta.url)('./seed-models.json') as SeedModels
