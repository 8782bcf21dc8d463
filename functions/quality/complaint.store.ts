import type { AggregateKind } from '../../shared/table/aggregate.ts'
import { find } from '../../shared/table/load.store.ts'
import type { Complaint } from './complaint.ts'

/** `gsi1`: complaints of a category, by time, so that they can be counted. */
export const complaints: AggregateKind<Complaint> = {
  name: 'COMPLAINT',
  slice: 'quality',
  type: 'complaint',
  keeps: 'sale',
  index: ({ store, category, filedAt, id }) => ({
    gsi1pk: `S#${store}#COMPLAINTS#${category}`,
    gsi1sk: `${filedAt}#${id}`,
  }),
}

export const findComplaint = (store: string, id: string): Promise<Complaint | undefined> =>
  find(complaints, store, id)
