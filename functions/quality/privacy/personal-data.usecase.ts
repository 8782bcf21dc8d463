import type { Cause } from '../../../shared/decision.ts'
import { identityOf } from '../../../shared/privacy/identity.ts'
import {
  isAboutSubject,
  mayErase,
  type PersonalDataRequest,
  type PersonalRecord,
} from '../../../shared/privacy/personal-data-report.ts'
import { phoneDigits } from '../checks/identity/person.ts'
import { commitFactSheetWithoutEvents, findFactSheet } from '../facts/fact-sheet.store.ts'
import { commitIssueWithoutEvents, issuesOf } from '../issues/issue.store.ts'
import { issuesReferringTo } from '../issues/issue-references.store.ts'
import { ordersOfPerson } from '../runs/person-key.ts'
import { commitRun, loadCurrentRuns, runsOfPerson } from '../runs/run.store.ts'
import type { Run } from '../runs/run.ts'
import { eraseIssue, eraseRun, eraseSheet } from './erase-quality.ts'

/** The maximum number of reported issues per order. */
const maxReported = 100

type Context = { readonly cause: Cause; readonly now: string }

/** The slice's records of a person: the runs of their orders, with the issues and facts of these orders. */
export async function findPersonalData(
  request: PersonalDataRequest,
  context: Context,
): Promise<PersonalRecord[]> {
  const records: PersonalRecord[] = []
  for (const run of await runsAbout(request))
    records.push(...(await personalDataOfOrder(request, run, context)))
  return records
}

/** Runs found by the index of persons, and those of the named orders. */
async function runsAbout(request: PersonalDataRequest): Promise<Run[]> {
  const { store, orderIds, identity = identityOf({}) } = request
  const people = [
    ...identity.documents.map((document) => ({ name: '', document })),
    ...identity.phones.map((phone) => ({ name: '', phone: phoneDigits(phone) })),
  ]
  const partitions = people.flatMap((customer) => ordersOfPerson({ store, customer }) ?? [])
  const byPerson = await Promise.all(partitions.map((person) => runsOfPerson(store, person)))
  const found = [...byPerson.flat(), ...(await loadCurrentRuns(store, orderIds))]
  return [...new Map(found.map((run) => [run.id, run])).values()].filter((run) =>
    run.order.erasedAt === undefined
      ? isAboutSubject(request, { id: run.id, orderId: run.id }, run.order.customer)
      : request.phase === 'erasing' && orderIds.includes(run.id),
  )
}

async function personalDataOfOrder(
  request: PersonalDataRequest,
  run: Run,
  { cause, now }: Context,
): Promise<PersonalRecord[]> {
  const { store } = request
  const orderId = run.id
  const [ofChecks, reported, sheet] = await Promise.all([
    issuesOf(store, orderId, run.issues ?? []),
    issuesReferringTo(store, { kind: 'order', value: orderId }, { limit: maxReported }),
    findFactSheet(store, { subject: 'order', orderId }),
  ])
  const record = (
    one: Pick<PersonalRecord, 'kind' | 'id' | 'data' | 'person'>,
    alreadyErased: boolean,
    erase: () => Promise<void>,
  ): PersonalRecord => ({
    ...one,
    orderId,
    alreadyErased,
    ...(!alreadyErased && mayErase(request, orderId) ? { erase } : {}),
  })
  return [
    ...[...ofChecks, ...reported.items].map((issue) =>
      record({ kind: 'issue', id: issue.id, data: issue }, issue.erasedAt !== undefined, () =>
        commitIssueWithoutEvents(eraseIssue(issue, now), cause, now),
      ),
    ),
    ...(sheet === undefined
      ? []
      : [
          record(
            { kind: 'order-facts', id: sheet.id, data: sheet.facts },
            Object.keys(sheet.facts).length === 0,
            () => commitFactSheetWithoutEvents(eraseSheet(sheet), cause, now),
          ),
        ]),
    // The run goes last: if the erasure is interrupted, the retry finds the rest by it.
    record(
      {
        kind: 'quality-run',
        id: orderId,
        data: { order: run.order, results: run.results },
        person: run.order.customer,
      },
      run.order.erasedAt !== undefined,
      () => commitRun(eraseRun(run, now), [], cause, now),
    ),
  ]
}
