import { issueOpened } from '../../../events/quality/issue-events.ts'
import * as qualityApi from '../../../functions/quality/api.ts'
import { handler } from '../../../functions/quality/inbox.ts'
import type { Issue, ReportedIssue } from '../../../functions/quality/issues/issue.ts'
import { callerOf, ifMatch, storeA, storeB } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'
import { aReport } from './issues.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

const call = callerOf(qualityApi)
let keys = 0
const report = (changes: object = {}, key = `key-${(keys += 1)}`, client: string = storeA.client) =>
  call<ReportedIssue>('POST', '/quality/issues', {
    body: aReport(changes),
    headers: { 'idempotency-key': key },
    client,
  })
const act = (
  id: string,
  action: string,
  body: object = {},
  headers: Record<string, string> = { 'if-match': '*' },
) => call<Issue>('POST', `/quality/issues/${id}/${action}`, { body, headers })
const show = async (id: string) => (await call<Issue>('GET', `/quality/issues/${id}`)).body
const list = async (query: Record<string, string>, client: string = storeA.client) =>
  (await call<{ items: Issue[] }>('GET', '/quality/issues', { query: { limit: '100', ...query }, client }))
    .body.items
const ids = (issues: readonly { id: string }[]) => issues.map(({ id }) => id).sort()
/** Delivers the events of a new issue to the slice's own inbox, as relay and bus do. */
const file = (issue: Issue) =>
  deliver(handler, [busMessage(eventOf(issueOpened, issue, { blocks: false }), 'quality')])

describe('POST /quality/issues', () => {
  it('opens an issue with the store’s next number', async () => {
    const { status, body, headers } = await report({ category: 'first' })
    expect([status, headers['location'], headers['etag']]).toEqual([201, `/quality/issues/${body.id}`, '"1"'])
    expect(body).toMatchObject({ status: 'open', openedBy: storeA.client, occurrences: 1, origin: 'claim' })
    expect((await report({ category: 'second' })).body.number).toBe(body.number + 1)
    expect(await show(body.id)).toEqual(body)
  })

  it('numbers each store’s issues separately, and none twice under concurrency', async () => {
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, n) => report({ category: `many-${n}` }, undefined, storeB.client)),
    )
    expect(many.map(({ body }) => body.number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    )
  })

  it('adds an occurrence to the open issue of the same subject', async () => {
    const first = await report({ category: 'joined' })
    const again = await report({ category: 'joined', summary: 'once more', severity: 'critical' })
    expect([again.status, again.body.id, again.body.version]).toEqual([200, first.body.id, 2])
    expect(again.body).toMatchObject({ occurrences: 2, severity: 'critical', number: first.body.number })
    const other = await report({ category: 'joined', references: [{ kind: 'lot', value: 'L1' }] })
    expect([other.status, other.body.occurrences]).toEqual([201, 1])
  })

  it('opens a new issue once the previous one is closed', async () => {
    const first = await report({ category: 'turns' })
    await act(first.body.id, 'resolve', { resolution: 'fixed' })
    const second = await report({ category: 'turns' })
    expect([second.status, second.body.occurrences]).toEqual([201, 1])
    expect(second.body.id).not.toBe(first.body.id)
    const third = await report({ category: 'turns' })
    expect([third.status, third.body.id]).toEqual([200, second.body.id])
  })

  it('counts a repeat under the same Idempotency-Key once, for a new and an existing issue', async () => {
    const first = await report({ category: 'repeated' }, 'opening')
    const repeated = await report({ category: 'repeated' }, 'opening')
    expect([repeated.status, repeated.body, repeated.headers['idempotent-replayed']]).toEqual([
      201,
      first.body,
      'true',
    ])
    const joined = await report({ category: 'repeated' }, 'joining')
    expect((await report({ category: 'repeated' }, 'joining')).body).toEqual(joined.body)
    expect(await show(first.body.id)).toMatchObject({ version: 2, occurrences: 2 })
  })

  it('opens only one issue under concurrent reports of the same subject', async () => {
    const replies = await Promise.all(Array.from({ length: 3 }, () => report({ category: 'at-once' })))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1)
    expect(await show(replies[0]!.body.id)).toMatchObject({ occurrences: 3 })
  })

  it('rejects an invalid request with the path', async () => {
    for (const [path, changes] of Object.entries({
      origin: { origin: 'check' },
      department: { department: 'sales' },
      'references[0].kind': { references: [{ kind: 'box', value: '1' }] },
      category: { category: 'Not A Slug' },
    })) {
      const { status, body } = await call('POST', '/quality/issues', {
        body: { ...aReport(), ...changes },
        headers: { 'idempotency-key': 'bad' },
      })
      expect([status, body.errors?.map((error) => error.path)]).toEqual([400, [path]])
    }
  })
})

describe('working on an issue', () => {
  it('goes through all statuses, each on the previous version', async () => {
    const { body: issue } = await report({ category: 'worked-on' })
    expect((await act(issue.id, 'triage', { assignee: 'eva' }, ifMatch(1))).body.status).toBe('triaged')
    expect((await act(issue.id, 'start', {}, ifMatch(2))).body).toMatchObject({
      status: 'in-progress',
      assignee: storeA.client,
    })
    expect((await act(issue.id, 'comments', { comment: 'asked' }, ifMatch(3))).status).toBe(201)
    expect((await act(issue.id, 'resolve', { resolution: 'fixed' }, ifMatch(4))).body.status).toBe('resolved')
    expect((await act(issue.id, 'reopen', { reason: 'again' }, ifMatch(5))).body.status).toBe('reopened')
    expect((await act(issue.id, 'resolve', { resolution: 'no-fault' }, ifMatch(6))).status).toBe(200)
    expect((await act(issue.id, 'verify', { finding: 'no-fault' }, ifMatch(7))).body.status).toBe('verified')
    const wrong = await act(issue.id, 'start')
    expect(wrong.status).toBe(409)
  })

  it('updates root cause and costs, and requires the version', async () => {
    const { body: issue } = await report({ category: 'noted' })
    const rootCause = { category: 'method', whys: ['the box gives way', 'it is made for plates'] }
    const patch = (body: object, headers: Record<string, string>) =>
      call<Issue>('PATCH', `/quality/issues/${issue.id}`, { body, headers })
    const noted = await patch({ rootCause, costs: { refund: 3990, labour: 500 } }, ifMatch(1))
    expect(noted.body).toMatchObject({ version: 2, rootCause, costs: { refund: 3990, labour: 500 } })
    expect((await patch({ assignee: 'eva' }, ifMatch(1))).status).toBe(412)
    expect((await patch({ assignee: 'eva' }, {})).status).toBe(428)
    const refused = await patch({ costs: { refund: -1 } }, ifMatch(2))
    expect(refused.status).toBe(400)
    expect(await show(issue.id)).toEqual(noted.body)
  })

  it('adds a comment once for one Idempotency-Key', async () => {
    const { body: issue } = await report({ category: 'commented' })
    const headers = { 'if-match': '*', 'idempotency-key': 'one-comment' }
    const [first, second] = [
      await act(issue.id, 'comments', { comment: 'asked' }, headers),
      await act(issue.id, 'comments', { comment: 'asked' }, headers),
    ]
    expect(second.body).toEqual(first.body)
    expect(await show(issue.id)).toMatchObject({ version: 2, comments: 1 })
  })
})

describe('finding issues', () => {
  it('by reference, once indexed, however often the event is delivered', async () => {
    const references = [
      { kind: 'sku', value: 'FIND-1' },
      { kind: 'supplier', value: 'find-me' },
      { kind: 'order', value: 'ord_find' },
    ]
    const one = (await report({ category: 'found', references })).body
    const other = (await report({ category: 'found', references: references.slice(0, 1) })).body
    for (const issue of [one, one, other]) expect(await file(issue)).toEqual([])
    expect(ids(await list({ sku: 'FIND-1' }))).toEqual(ids([one, other]))
    expect(ids(await list({ supplier: 'find-me' }))).toEqual([one.id])
    expect(ids(await list({ sku: 'FIND-1', supplier: 'find-me' }))).toEqual([one.id])
    expect(ids(await list({ orderId: 'ord_find' }))).toEqual([one.id])
    expect(await list({ sku: 'FIND-1' }, storeB.client)).toEqual([])
    expect(await list({ sku: 'FIND-1', department: 'legal' })).toEqual([])
    await act(one.id, 'resolve', { resolution: 'fixed' })
    expect(ids(await list({ sku: 'FIND-1' }))).toEqual([other.id])
    expect(ids(await list({ sku: 'FIND-1', status: 'resolved' }))).toEqual([one.id])
  })

  it('by department, status and due date', async () => {
    const legal = { department: 'legal', references: [] }
    const minor = (await report({ ...legal, category: 'slow', severity: 'minor' })).body
    const critical = (await report({ ...legal, category: 'fast', severity: 'critical' })).body
    const major = (await report({ ...legal, category: 'middle' })).body
    const found = await list({ department: 'legal' })
    expect(found.map(({ id }) => id)).toEqual([critical.id, major.id, minor.id])
    expect(ids(await list({ department: 'legal', due: minor.dueAt }))).toEqual(ids([critical, major]))
    await act(major.id, 'triage')
    expect(ids(await list({ department: 'legal', status: 'triaged' }))).toEqual([major.id])
    expect(ids(await list({ department: 'legal', status: 'open' }))).toEqual(ids([critical, minor]))
    await act(major.id, 'resolve', { resolution: 'fixed' })
    expect(ids(await list({ department: 'legal' }))).toEqual(ids([critical, minor]))
    expect(ids(await list({ department: 'legal', status: 'resolved' }))).toEqual([major.id])
    await call('PATCH', `/quality/issues/${minor.id}`, {
      body: { department: 'hr' },
      headers: { 'if-match': '*' },
    })
    expect(ids(await list({ department: 'hr' }))).toEqual([minor.id])
    expect(ids(await list({ department: 'legal' }))).toEqual([critical.id])
  })
})
