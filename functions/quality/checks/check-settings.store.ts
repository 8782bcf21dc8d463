import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { find } from '../../../shared/table/load.store.ts'
import { type CheckSettings, settingsId } from './check-settings.ts'

/** The check settings of a store: one item per store, read by every run. */
export const checkSettings: AggregateKind<CheckSettings> = {
  name: 'CHECKSETTINGS',
  slice: 'quality',
  type: 'check-settings',
  retention: 'business',
}

export const findCheckSettings = (store: string): Promise<CheckSettings | undefined> =>
  find(checkSettings, store, settingsId)
