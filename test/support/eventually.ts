/**
 * Waits until a condition holds, looking every few milliseconds.
 *
 * @throws Error after ten seconds, with what was waited for
 */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited ten seconds for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
