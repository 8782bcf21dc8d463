import type { AggregateState, Cause } from '../../../shared/decision.ts'
import {
  isAboutSubject,
  mayErase,
  type PersonalDataRequest,
  type PersonalRecord,
} from '../../../shared/privacy/personal-data-report.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { findTogether } from '../../../shared/table/load.store.ts'
import {
  claimErasure,
  type ErasureRule,
  erase,
  orderErasure,
  questionErasure,
} from '../deliveries/channel-fact-erasure.ts'
import {
  channelClaims,
  channelOrderId,
  channelOrders,
  channelQuestions,
  claimsAbout,
  questionsAbout,
} from '../deliveries/facts.store.ts'

interface Context {
  readonly cause: Cause
  readonly now: string
}

/**
 * What the slice holds of a person: what channels said of their orders, and the claims and questions that name these.
 * The raw calls are dropped after a month, and a question that names no order when the time of letters is over.
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
      ...claims.flatMap((known) => held(ofSale, 'channel-claim', channelClaims, claimErasure, known)),
      ...questions.flatMap((known) =>
        held(ofSale, 'channel-question', channelQuestions, questionErasure, known),
      ),
    ]
  })
  return (await Promise.all([findOrderData(asked, context), ...about])).flat()
}

async function findOrderData(asked: PersonalDataRequest, context: Context): Promise<PersonalRecord[]> {
  const { store, sales } = asked
  const found = await findTogether(
    store,
    sales.map(({ channel, externalId }) => ({
      kind: channelOrders,
      id: channelOrderId(store, channel, externalId),
    })),
  )
  return found.flatMap((known, place) => {
    const orderId = sales[place]?.orderId
    if (known === undefined || orderId === undefined) return []
    const person = known.order?.customer
    if (person !== undefined && !isAboutSubject(asked, { id: known.id, orderId }, person)) return []
    const one = held({ asked, context, orderId }, 'channel-order', channelOrders, orderErasure, known)
    return person === undefined ? one : one.map((record) => ({ ...record, person }))
  })
}

interface OfSale {
  readonly asked: PersonalDataRequest
  readonly context: Context
  readonly orderId: string
}

/** Something that goes when its order does; nothing where it has gone already. */
function held<S extends AggregateState>(
  { asked, context: { cause, now }, orderId }: OfSale,
  name: string,
  kind: AggregateKind<S>,
  erasing: ErasureRule<S>,
  known: S,
): PersonalRecord[] {
  if (erasing.isErased(known)) return []
  const eraseRecord = async () => {
    await commit([change(kind, erase(erasing, known))], cause, { at: now, withoutEvents: true })
  }
  return [
    {
      kind: name,
      id: known.id,
      orderId,
      data: known,
      ...(mayErase(asked, orderId) ? { erase: eraseRecord } : {}),
    },
  ]
}
