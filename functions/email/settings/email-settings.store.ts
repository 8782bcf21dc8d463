import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { find } from '../../../shared/table/load.store.ts'
import { type EmailSettings, settingsId, settingsOf } from './email-settings.ts'

const emailSettings: AggregateKind<EmailSettings> = {
  name: 'EMAIL-SETTINGS',
  slice: 'email',
  type: 'email-settings',
  retention: 'business',
}

/** The stored settings of a store, if any. */
export const findEmailSettings = (store: string): Promise<EmailSettings | undefined> =>
  find(emailSettings, store, settingsId)

/** The settings of a store: as stored, or the defaults. */
export const loadEmailSettings = async (store: string): Promise<EmailSettings> =>
  settingsOf(await findEmailSettings(store), store)

/** Writes settings. Error: `stale-version`. */
export async function commitEmailSettings(
  decision: Decision<EmailSettings>,
  cause: Cause,
  at: string,
): Promise<void> {
  const { outcome } = await commit([change(emailSettings, decision)], cause, { at })
  if (outcome === 'exists') throw new DomainError('stale-version', 'Concurrent update; retry.')
}
