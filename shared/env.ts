/** Reads a required environment variable. The error names it: a missing variable is a deployment mistake. */
export function env(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`Environment variable ${name} is not set.`)
  return value
}

/** Reads an optional environment variable; an empty one counts as missing. */
export const optionalEnv = (name: string): string | undefined => process.env[name] || undefined
