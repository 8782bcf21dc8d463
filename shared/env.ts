/** Reads a required environment variable; the error names it, since a missing one is a deployment mistake. */
export function env(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '')
    throw new Error(`environment variable ${name} is expected, but it is not set`)
  return value
}

/** Reads an environment variable that need not be there; an empty one is not. */
export const optionalEnv = (name: string): string | undefined => process.env[name] || undefined
