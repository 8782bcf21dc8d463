import type { AggregateState, Cause } from '../../shared/decision.ts'
import { type Asked, concerns, type Held, mayErase } from '../../shared/privacy/answer.ts'
import type { AggregateKind } from '../../shared/table/aggregate.ts'
import { change, commit } from '../../shared/table/commit.store.ts'
import { findTogether } from '../../shared/table/load.store.ts'
import { claimErasing, type Erasing, erase, orderErasing, questionErasing } from './erase-channel-facts.ts'
import {
  channelClaims,
  channelOrderId,
  channelOrders,
  channelQuestions,
  claimsAbout,
  questionsAbout,
} from './facts.store.ts'

interface Context {
  readonly cause: Cause
  readonly now: string
}

/**
 * What the slice holds of a person: what channels said of their orders, and the claims and questions that name these.
 * The raw calls are dropped after a month, and a question that names no order when the time of letters is over.
 */
export async function heldChannels(asked: Asked, context: Context): Promise<Held[]> {
  const found = await Promise.all(
    asked.sales.map(({ orderId }) =>
      Promise.all([claimsAbout(asked.store, orderId), questionsAbout(asked.store, orderId)]),
    ),
  )
  const about = asked.sales.flatMap(({ orderId }, place) => {
    const [claims = [], questions = []] = found[place] ?? []
    return [
      ...claims.map((claim) => held('channel-claim', channelClaims, claimErasing, claim, orderId)),
      ...questions.map((question) =>
        held('channel-question', channelQuestions, questionErasing, question, orderId),
      ),
    ]
  })
  return [...(await heldOrders(asked, context)), ...about.flatMap((one) => one(asked, context))]
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
    return held('channel-order', channelOrders, orderErasing, known, orderId, person)(asked, context)
  })
}

/** Something that goes when its order does; nothing where it has gone already. */
const held =
  <S extends AggregateState>(
    name: string,
    kind: AggregateKind<S>,
    erasing: Erasing<S>,
    known: S,
    orderId: string,
    person?: Held['person'],
  ) =>
  (asked: Asked, { cause, now }: Context): Held[] => {
    if (erasing.isErased(known)) return []
    const gone = async () => {
      await commit([change(kind, erase(erasing, known))], cause, { at: now, silent: true })
    }
    return [
      {
        kind: name,
        id: known.id,
        orderId,
        ...(person === undefined ? {} : { person }),
        data: known,
        ...(mayErase(asked, orderId) ? { erase: gone } : {}),
      },
    ]
  }
