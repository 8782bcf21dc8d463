import type { AggregateState, Cause } from '../../../shared/decision.ts'
import {
  isAboutSubject,
  mayErase,
  type PersonalDataRequest,
  type PersonalRecord,
} from '../../../shared/privacy/personal-data-report.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import {
  claimErasure,
  type ErasureRule,
  orderErasure,
  questionErasure,
} from '../deliveries/channel-fact-erasure.ts'
import {
  channelClaims,
  channelOrders,
  channelQuestions,
  claimsAbout,
  eraseRecord,
  findChannelOrders,
  questionsAbout,
} from '../deliveries/facts.store.ts'

interface Context {
  readonly cause: Cause
  readonly now: string
}

/**
 * Finds a person's data in the slice: the channels' versions of their orders, and the claims and questions about these.
 * Raw calls expire after a month; a question about no order expires with the retention of correspondence.
 */
export async function findPersonalData(
  asked: PersonalDataRequest,
  context: Context,
): Promise<PersonalRecord[]> {
  const about = asked.sales.map(async ({ orderId }) => {
    const [claims, questions] = await Promise.all([
      claimsAbout(asked.store, orderId),
      questionsAbout(asked.store, orderId),
    ])
    const ofSale = { asked, context, orderId }
    return [
      ...claims.flatMap((claim) => recordsOf(ofSale, 'channel-claim', channelClaims, claimErasure, claim)),
      ...questions.flatMap((question) =>
        recordsOf(ofSale, 'channel-question', channelQuestions, questionErasure, question),
      ),
    ]
  })
  return (await Promise.all([findOrderData(asked, context), ...about])).flat()
}

async function findOrderData(asked: PersonalDataRequest, context: Context): Promise<PersonalRecord[]> {
  const { store, sales } = asked
  const found = await findChannelOrders(store, sales)
  return found.flatMap((order, index) => {
    const orderId = sales[index]?.orderId
    if (order === undefined || orderId === undefined) return []
    const person = order.order?.customer
    if (person !== undefined && !isAboutSubject(asked, { id: order.id, orderId }, person)) return []
    const records = recordsOf(
      { asked, context, orderId },
      'channel-order',
      channelOrders,
      orderErasure,
      order,
    )
    return person === undefined ? records : records.map((record) => ({ ...record, person }))
  })
}

interface OfSale {
  readonly asked: PersonalDataRequest
  readonly context: Context
  readonly orderId: string
}

/** A record that is erased with its order; empty when it was erased before. */
function recordsOf<S extends AggregateState>(
  { asked, context: { cause, now }, orderId }: OfSale,
  name: string,
  kind: AggregateKind<S>,
  rule: ErasureRule<S>,
  record: S,
): PersonalRecord[] {
  if (rule.isErased(record)) return []
  return [
    {
      kind: name,
      id: record.id,
      orderId,
      data: record,
      ...(mayErase(asked, orderId) ? { erase: () => eraseRecord(kind, rule, record, cause, now) } : {}),
    },
  ]
}
