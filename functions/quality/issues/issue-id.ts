import { derivedId } from '../../../shared/ids.ts'

/** An issue's id derives from what it is about, so the same finding never makes a second issue. */
export const issueId = (store: string, orderId: string, check: string): string =>
  derivedId('iss', store, orderId, check)
