import type { AggregateState, Cause } from '../../../shared/decision.ts'
import { type Asked, concerns, type Held, mayErase } from '../../../shared/privacy/answer.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { findTogether } from '../../../shared/table/load.store.ts'
import {
  claimErasing,
  type Erasing,
  erase,
  orderErasing,
  questionErasing,
} from '../deliveries/erase-channel-facts.ts'
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
export async function heldChannels(asked: Asked, context: Context): Promise<Held[]> {
  const about = asked.sales.map(async ({ orderId }) => {
    const [claims, questions] = await Promise.all([
      claimsAbout(asked.store, orderId),
      questionsAbout(asked.store, orderId),
    ])
    const ofSale = { asked, context, orderId }
    return [
      ...claims.flatMap((known) => held(ofSale, 'channel-claim', channelClaims, claimErasing, known)),
      ...questions.flatMap((known) =>
        held(ofSale, 'channel-question', channelQuestions, questionErasing, known),
      ),
    ]
  })
  return (await Promise.all([heldOrders(asked, context), ...about])).flat()
}

async function heldOrders(asked: Asked, context: Context): Promise<Held[]> {
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
    if (person !== undefined && !concerns(asked, { id: known.id, orderId }, person)) return []
    const one = held({ asked, context, orderId }, 'channel-order', channelOrders, orderErasing, known)
    return person === undefined ? one : one.map((record) => ({ ...record, person }))
  })
}

interface OfSale {
  readonly asked: Asked
  readonly context: Context
  readonly orderId: string
}

/** Something that goes when its order does; nothing where it has gone already. */
function held<S extends AggregateState>(
  { asked, context: { cause, now }, orderId }: OfSale,
  name: string,
  kind: AggregateKind<S>,
  erasing: Erasing<S>,
  known: S,
): Held[] {
  if (erasing.isErased(known)) return []
  const gone = async () => {
    await commit([change(kind, erase(erasing, known))], cause, { at: now, silent: true })
  }
  return [
    {
      kind: name,
      id: known.id,
      orderId,
      data: known,
      ...(mayErase(asked, orderId) ? { erase: gone } : {}),
    },
  ]
}
