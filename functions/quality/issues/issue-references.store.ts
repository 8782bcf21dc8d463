import type { Reference } from '../../../events/quality/issue-events.ts'
import type { Cause, Decision } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { lists, type PartitionKey } from '../../../shared/table/keys.ts'
import { list, type Page } from '../../../shared/table/list.store.ts'
import { loadMany } from '../../../shared/table/load.store.ts'
import { issues } from './issue.store.ts'
import { type Issue, isOfCheck } from './issue.ts'

/** An index entry of an issue under one of its references. It never changes. */
interface IssueReference extends Reference {
  readonly id: string
  readonly store: string
  readonly version: number
  readonly issueId: string
  readonly openedAt: string
}

/** `gsi1`: issues that refer to one thing, oldest first. */
export const issueReferences: AggregateKind<IssueReference> = {
  name: 'ISSUEREFERENCE',
  slice: 'quality',
  type: 'issue-reference',
  retention: 'sale',
  index: ({ store, kind, value, openedAt, issueId }) => ({
    gsi1pk: partitionOf(store, { kind, value }),
    gsi1sk: `${openedAt}#${issueId}`,
  }),
}

const partitionOf = (store: string, { kind, value }: Reference): PartitionKey =>
  lists.issuesByReference.partition(store, kind, value)

const indexed: ReadonlySet<Reference['kind']> = new Set(['order', 'sku', 'supplier'])

/** The references under which an issue is indexed. A check's issue is found by its order without an entry. */
const indexedReferences = (issue: Issue): Reference[] =>
  issue.references.filter(({ kind }) => indexed.has(kind) && !(kind === 'order' && isOfCheck(issue)))

/** Indexes an issue by its references; repeating it changes nothing. */
export async function fileReferences(issue: Issue, cause: Cause, now: string): Promise<void> {
  const { id: issueId, store, openedAt } = issue
  for (const { kind, value } of indexedReferences(issue)) {
    const id = derivedId('ref', issueId, kind, value)
    const entry: Decision<IssueReference> = {
      next: { id, store, version: 1, issueId, kind, value, openedAt },
      events: [],
    }
    await commit([change(issueReferences, entry)], cause, { at: now, withoutEvents: true })
  }
}

/** A page of the issues that refer to something and that `belongs` accepts, oldest first. */
export async function issuesReferringTo(
  store: string,
  reference: Reference,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  belongs: (issue: Issue) => boolean = () => true,
): Promise<Page<Issue>> {
  const page = await list(issueReferences, store, {
    index: lists.issuesByReference.index,
    partitions: [partitionOf(store, reference)],
    after,
    limit,
  })
  const found = await loadMany(
    issues,
    store,
    page.items.map(({ issueId }) => issueId),
  )
  return { ...page, items: found.filter(belongs) }
}
