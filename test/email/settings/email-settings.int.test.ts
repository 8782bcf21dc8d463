import * as emailApi from '../../../functions/email/api.ts'
import { callerOf, storeB } from '../../support/http.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

const call = callerOf(emailApi)
const path = '/email/settings'
const any = { 'if-match': '*' }

describe('the mail settings', () => {
  it('are the defaults when none were stored', async () => {
    const { status, body, headers } = await call<Record<string, unknown>>('GET', path)
    expect([status, headers?.['etag']]).toEqual([200, '"0"'])
    expect(body).toMatchObject({ version: 0, autoRouteFrom: 0.7, displayName: 'Loja Azul', language: 'pt' })
    expect(body).toMatchObject({ categories: { 'invoice-request': { department: 'finance' } } })
  })

  it('are as stored, with defaults for the rest', async () => {
    const late = { department: 'legal', firstResponseHours: 1, resolutionHours: 5 }
    const wanted = {
      signature: 'Equipe Azul',
      categories: { late },
      limits: { acknowledgementsPerDay: 0 },
    }
    const { status, body } = await call<Record<string, unknown>>('PUT', path, { body: wanted, headers: any })
    expect(status).toBe(200)
    expect(body).toMatchObject({ version: 1, signature: 'Equipe Azul', categories: { late, praise: {} } })
    expect(body).toMatchObject({ limits: { acknowledgementsPerDay: 0, mailsOfSenderPerHour: 60 } })
    expect((await call('GET', path)).body).toEqual(body)
    const theirs = await call<Record<string, unknown>>('GET', path, { client: storeB.client })
    expect(theirs.body).toMatchObject({ version: 0, displayName: 'Loja Verde' })
    const again = await call<Record<string, unknown>>('PUT', path, {
      body: {},
      headers: { 'if-match': '"1"' },
    })
    expect(again.body).toMatchObject({ version: 2, autoRouteFrom: 0.7 })
    expect(again.body).not.toHaveProperty('signature')
  })

  it('are not changed from an outdated version', async () => {
    const call0 = { body: { acknowledge: false }, headers: { 'if-match': '"0"' } }
    expect((await call('PUT', path, call0)).status).toBe(412)
  })

  it.each([
    { autoRouteFrom: 1.1 },
    { displayName: 'Loja\r\nBcc: todos@example.com' },
    { hours: { opens: '18:00', closes: '08:00', weekdays: [1] } },
    { hours: { opens: '08:00', closes: '18:00', weekdays: [] } },
    { categories: { spam: { department: 'legal', firstResponseHours: 1, resolutionHours: 1 } } },
    { limits: { mailsOfSenderPerHour: 0 } },
    { limits: { repliesInThreadPerHour: 91 } },
    { limits: { mailsPerYear: 1 } },
    { unknown: 1 },
  ])('reject %j', async (body) => {
    const { status, body: problem } = await call('PUT', path, { body, headers: any })
    expect([status, problem.code]).toEqual([400, 'invalid-request'])
  })
})
