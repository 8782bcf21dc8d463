import type { ServiceEndpoints } from '../contracts.ts'

export type ServiceName = keyof ServiceEndpoints

/** An HTTP response of a service. */
export interface ServiceAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const DYNAMODB = 'com.amazonaws.dynamodb.v20120810'
const TOO_FAST = 'Rate exceeded'

/** Throttling response of a service, in its own protocol. */
export function throttled(service: ServiceName): ServiceAnswer {
  switch (service) {
    case 'dynamodb':
      return json10(
        `${DYNAMODB}#ProvisionedThroughputExceededException`,
        'The level of configured provisioned throughput for the table was exceeded. ' +
          'Consider increasing your provisioning level with the UpdateTable API.',
      )
    case 'sqs': {
      const answer = json10('com.amazonaws.sqs#RequestThrottled', TOO_FAST)
      const headers = { ...answer.headers, 'x-amzn-query-error': 'RequestThrottled;Sender' }
      return { ...answer, status: 403, headers }
    }
    case 's3':
      return xml(
        503,
        '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>',
      )
    case 'sns':
      return xml(
        400,
        `<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>${TOO_FAST}</Message></Error></ErrorResponse>`,
      )
    case 'sesv2':
      return {
        status: 429,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'TooManyRequestsException' },
        body: JSON.stringify({ message: 'Maximum sending rate exceeded.' }),
      }
    case 'events':
    case 'secretsManager':
    case 'ssm':
      return json('application/x-amz-json-1.1', 'ThrottlingException', TOO_FAST)
  }
}

/** DynamoDB's internal error. */
export const failing = (): ServiceAnswer => ({
  ...json10(`${DYNAMODB}#InternalServerError`, 'Internal server error'),
  status: 500,
})

/**
 * DynamoDB's response to a transaction conflict.
 *
 * @param operation such as `TransactWriteItems`
 * @param body of the call, for the number of its items
 */
export function conflicting(operation: string, body: string): ServiceAnswer {
  if (!operation.startsWith('Transact')) {
    return json10(`${DYNAMODB}#TransactionConflictException`, 'Transaction is ongoing for the item')
  }
  const items = (JSON.parse(body) as { TransactItems: unknown[] }).TransactItems.length
  const conflict = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
  const reasons = [conflict, ...Array.from({ length: items - 1 }, () => ({ Code: 'None' }))]
  return json10(
    `${DYNAMODB}#TransactionCanceledException`,
    'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
      `[${reasons.map(({ Code }) => Code).join(', ')}]`,
    { CancellationReasons: reasons },
  )
}

function json10(type: string, message: string, more: object = {}): ServiceAnswer {
  return json('application/x-amz-json-1.0', type, message, more)
}

function json(contentType: string, type: string, message: string, more: object = {}): ServiceAnswer {
  return {
    status: 400,
    headers: { 'content-type': contentType },
    body: JSON.stringify({ __type: type, message, ...more }),
  }
}

function xml(status: number, text: string): ServiceAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${text}`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}
