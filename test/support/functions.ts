import type { Functions } from '../../infra/local/contracts.ts'

/**
 * Functions of a small cloud, all with the same handler: the result of `run` is the answer, its exception an unhandled
 * error.
 */
export function functionsThat(run: (event: never) => unknown): Functions {
  return {
    async invoke(_functionArn, event) {
      try {
        return { ok: true, payload: await run(event as never) }
      } catch (error) {
        const { name, message } = error as Error
        return { ok: false, fault: 'unhandled', errorType: name, errorMessage: message }
      }
    },
    invokeAsync() {
      throw new Error('Event sources invoke synchronously.')
    },
  }
}
