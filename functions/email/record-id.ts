import * as z from 'zod/mini'

/** An id of this slice in a request, such as `thr_1a2b`. */
export const recordId = z
  .string()
  .check(z.maxLength(60), z.regex(/^[a-z]+_[0-9a-z]+$/, 'an id as the list gives it'))
