import assert from 'node:assert/strict'
import type { AlarmFixture } from './alarm-fixture.ts'
import { eachMinute, injectFaults, type Proofs, placeOne, removeFaults, store } from './alarm-fixture.ts'

/** Sends mails through SES to an address of its mailbox simulator. */
async function mailTo(
  { suite }: AlarmFixture,
  who: 'success' | 'bounce' | 'complaint',
  count = 1,
): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) {
    const response = await fetch(`${suite.cloud.endpoints.sesv2}/v2/email/outbound-emails`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'AWS4-HMAC-SHA256 Credential=test',
        // The server may close a reused connection just as it is used again.
        connection: 'close',
      },
      body: JSON.stringify({
        FromEmailAddress: 'loja-azul@mail.example.com',
        Destination: { ToAddresses: [`${who}@simulator.amazonses.com`] },
        Content: { Simple: { Subject: { Data: 'test' }, Body: { Text: { Data: 'test' } } } },
      }),
    })
    assert.equal(response.status, 200)
  }
  await suite.cloud.idle()
}

/** SES computes its rates over the latest thousand mails, so good mails replace the bad ones. */
async function behave(fixture: AlarmFixture): Promise<void> {
  await mailTo(fixture, 'success', 1000)
  await fixture.pass(15)
  await mailTo(fixture, 'success')
}

/** How the alarms of the table and of mail are raised and fixed. */
export const serviceProofs = {
  'table-throttled': {
    alarm: 'table-throttled',
    raise: (fixture) =>
      eachMinute(fixture, 3, async () => {
        injectFaults(fixture, {
          fault: { action: 'throttle' },
          caller: 'orders-api',
          service: 'dynamodb',
          times: 1,
        })
        await placeOne(fixture)
      }),
    fix: removeFaults,
  },
  'table-conflicts': {
    alarm: 'table-conflicts',
    raise: (fixture) =>
      eachMinute(fixture, 3, async () => {
        // Each write conflicts five times and succeeds at the sixth try.
        const nth = Array.from({ length: 30 }, (_, n) => n + 1).filter((n) => n % 6 !== 0)
        const conflict = { fault: { action: 'conflict' }, operation: 'TransactWriteItems', nth } as const
        injectFaults(fixture, { ...conflict, caller: 'orders-api', service: 'dynamodb' })
        for (let placed = 0; placed < 5; placed += 1) assert.ok((await placeOne(fixture)).id)
      }),
    fix: removeFaults,
  },
  'table-failing': {
    alarm: 'table-failing',
    raise: (fixture) =>
      eachMinute(fixture, 3, async () => {
        injectFaults(fixture, {
          fault: { action: 'fail' },
          caller: 'email-api',
          service: 'dynamodb',
          times: 1,
        })
        const { status } = await fixture.suite.call(store, 'GET', '/email/messages?limit=1')
        assert.equal(status, 200)
      }),
    fix: removeFaults,
  },
  'mail-bouncing': {
    alarm: 'mail-bouncing',
    raise: async (fixture) => {
      await mailTo(fixture, 'success', 960)
      await mailTo(fixture, 'bounce', 40)
      await fixture.pass(15)
    },
    fix: behave,
  },
  'mail-bouncing-much': {
    alarm: 'mail-bouncing-much',
    alongside: ['mail-bouncing'],
    raise: async (fixture) => {
      await mailTo(fixture, 'bounce', 60)
      await fixture.pass(15)
    },
    fix: behave,
  },
  'mail-complained-of': {
    alarm: 'mail-complained-of',
    raise: async (fixture) => {
      await mailTo(fixture, 'complaint')
      await fixture.pass(15)
    },
    fix: behave,
  },
} satisfies Proofs
