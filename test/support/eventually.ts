/**
 * Polls every few milliseconds until a condition holds.
 *
 * @throws Error after ten seconds, naming the condition
 */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Timed out after ten seconds: ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
