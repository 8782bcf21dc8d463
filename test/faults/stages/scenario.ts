import { randomUUID } from 'node:crypto'
import { type SampleOrder, sampleDefects } from '../../../infra/start/sample-orders.ts'
import { freshOrder, type Reply, type Suite } from '../../support/suite/suite.ts'

const store = 'loja-azul'

/** More than the visibility timeout of an inbox queue (180 s), in milliseconds. */
const recoveryMs = 200_000
const maxRecoveries = 30
const maxAttempts = 30

/** What became of a scenario's orders, in a form that is the same however it went on the way. */
export interface Outcome {
  readonly quality: string
  readonly openHolds: readonly string[]
  readonly issues: readonly string[]
  /** How often each type stands in the history. */
  readonly history: Readonly<Record<string, number>>
  readonly missingVersions: readonly number[]
  /** Subjects of the mails to the customer. */
  readonly mails: readonly string[]
  /** Messages that came into any dead-letter or failure queue meanwhile: the queue, and what they were of. */
  readonly lost: readonly string[]
}

/** What the scenario came to, and how many faults struck in it. */
export interface ScenarioOutcome {
  readonly strikes: number
  readonly passed: Outcome
  readonly corrected: Outcome
}

/** A storefront places a right order and one with a wrong CPF, and corrects it; then everything settles. */
export async function placeAndCorrect(suite: Suite, heal: () => number): Promise<ScenarioOutcome> {
  const lostBefore = lostMessages(suite)
  const right = freshOrder()
  const wrong = freshOrder()
  const [one, other] = await Promise.all([
    place(suite, right),
    place(suite, sampleDefects['cpf']?.(wrong) ?? wrong),
  ])
  await recoverUntil(
    suite,
    async () => (await qualityOf(suite, one)) === 'passed' && (await qualityOf(suite, other)) === 'held',
  )
  await retryCall(
    suite,
    'PATCH',
    `/orders/${other}`,
    { customer: { document: wrong.customer.document } },
    { 'if-match': '*' },
  )
  await recoverUntil(suite, async () => (await qualityOf(suite, other)) === 'passed')
  const strikes = heal()
  await recoverUntil(
    suite,
    async () => (await mailsTo(suite, right)).length > 0 && (await mailsTo(suite, wrong)).length > 1,
  )
  return {
    strikes,
    passed: await outcomeOf(suite, one, right, lostBefore),
    corrected: await outcomeOf(suite, other, wrong, lostBefore),
  }
}

/** What a right order must come to. */
export const expectedOutcome: Outcome = {
  quality: 'passed',
  openHolds: [],
  issues: [],
  history: { 'order.placed': 1, 'order.passed': 1 },
  missingVersions: [],
  mails: ['accepted'],
  lost: [],
}

/** What an order with a wrong CPF must come to once it is corrected. */
export const correctedOutcome: Outcome = {
  quality: 'passed',
  openHolds: [],
  issues: ['cpf resolved'],
  history: {
    'order.placed': 1,
    'order.held': 1,
    'order.changed': 1,
    'order.released': 1,
    'order.passed': 1,
  },
  missingVersions: [],
  mails: ['accepted', 'asked'],
  lost: [],
}

async function place(suite: Suite, order: SampleOrder): Promise<string> {
  const { body } = await retryCall(suite, 'POST', '/orders', order, { 'idempotency-key': randomUUID() })
  return body.id
}

/** Tries until it is answered well, as a good client does: the same request under the same key. */
async function retryCall(
  suite: Suite,
  method: string,
  path: string,
  body: object,
  headers: Record<string, string>,
): Promise<Reply> {
  let last: Reply | undefined
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    last = await suite.call(store, method, path, { body, headers })
    if (last.status < 300) return last
    if (last.status < 500 && last.status !== 409 && last.status !== 412) break
  }
  throw new Error(
    `${method} ${path} is expected to succeed, received ${last?.status} ${JSON.stringify(last?.body)}`,
  )
}

/** Lets time pass in steps until it is so; each step is longer than any retry of a queue waits. */
async function recoverUntil(suite: Suite, isSo: () => Promise<boolean>): Promise<void> {
  for (let step = 0; step < maxRecoveries; step += 1) {
    await suite.cloud.idle()
    if (await isSo()) return
    suite.cloud.clock.advance(recoveryMs)
  }
}

const read = async (suite: Suite, path: string): Promise<Reply> => {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const reply = await suite.call(store, 'GET', path)
    if (reply.status < 500) return reply
  }
  throw new Error(`GET ${path} is expected to be answered`)
}

const qualityOf = async (suite: Suite, id: string): Promise<string> =>
  (await read(suite, `/orders/${id}`)).body.quality

async function mailsTo({ cloud }: Suite, order: SampleOrder): Promise<string[]> {
  const to = order.customer.email ?? 'nobody'
  const mails = (await cloud.mail.messages())
    .map((mail) => JSON.stringify(mail))
    .filter((mail) => mail.includes(to))
  return mails.map((mail) => (mail.includes('recebido e conferido') ? 'accepted' : 'asked')).sort()
}

async function outcomeOf(
  suite: Suite,
  id: string,
  order: SampleOrder,
  lostBefore: readonly string[],
): Promise<Outcome> {
  const { body: view } = await read(suite, `/orders/${id}`)
  const { body: issues } = await read(suite, `/quality/issues?orderId=${id}`)
  const { body: told } = await read(suite, `/orders/${id}/history?limit=100`)
  const history: Record<string, number> = {}
  for (const { type } of told.items as { type: string }[]) history[type] = (history[type] ?? 0) + 1
  return {
    quality: view.quality,
    openHolds: view.holds
      .filter((hold: { released?: object }) => hold.released === undefined)
      .map(({ code }: { code: string }) => code),
    issues: issues.items.map(({ check, status }: { check: string; status: string }) => `${check} ${status}`),
    history,
    missingVersions: told.missingVersions,
    mails: await mailsTo(suite, order),
    lost: lostMessages(suite).slice(lostBefore.length),
  }
}

const lostMessages = ({ cloud }: Suite): string[] =>
  cloud.resources
    .filter(({ type, name }) => type === 'AWS::SQS::Queue' && /dead|fail/i.test(name))
    .flatMap(({ name, arn }) =>
      cloud.queues
        .queue(arn)
        .messages.map(
          ({ body }) => `${name}: ${/"detail-type":"([^"]+)"/.exec(body)?.[1] ?? body.slice(0, 80)}`,
        ),
    )
