import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Cause } from '../../shared/decision.ts'
import { DomainError } from '../../shared/domain-error.ts'
import { lists } from '../../shared/table/keys.ts'
import { documents, table } from '../../shared/table/table.store.ts'
import { commitRequest, findRequest } from './request.store.ts'
import { reviewRequest } from './request.ts'

/** Asks again about every request, of every store, whose day has come; tells how many. */
export async function reviewRequests(cause: Cause, now: string): Promise<number> {
  let reviewed = 0
  for (const { store, id } of await dueBy(now)) {
    const request = await findRequest(store, id)
    const decision = request && reviewRequest(request, now)
    if (decision === undefined || decision.events.length === 0) continue
    try {
      await commitRequest(decision, cause, now)
      reviewed += 1
    } catch (error) {
      // Somebody was faster: the next look finds what they left.
      if (!(error instanceof DomainError && error.code === 'stale-version')) throw error
    }
  }
  return reviewed
}

async function dueBy(now: string): Promise<{ readonly store: string; readonly id: string }[]> {
  const due: { store: string; id: string }[] = []
  let from: Record<string, unknown> | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: table.getName(),
        IndexName: lists.waitingPrivacyRequests.index,
        KeyConditionExpression: 'gsi2pk = :pk AND gsi2sk <= :now',
        ExpressionAttributeValues: { ':pk': lists.waitingPrivacyRequests.partition(), ':now': `${now}~` },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    )
    for (const { gsi2sk } of Items) {
      const [, store = '', id = ''] = String(gsi2sk).split('#')
      due.push({ store, id })
    }
    from = LastEvaluatedKey
  } while (from !== undefined)
  return due
}
