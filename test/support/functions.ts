import type { Functions } from '../../infra/local/contracts.ts'

/**
 * Functions of a small cloud: what `run` gives or resolves to is the answer, what it throws an unhandled error.
 * Every function is the same one.
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
      throw new Error('Event sources invoke synchronously')
    },
  }
}
