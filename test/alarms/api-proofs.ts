import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { eachMinute, injectFaults, type Proofs, removeFaults, store, waitForFaults } from './alarm-fixture.ts'

const someOrder = '/orders/ord_00000000000000000000000000'

/** More requests than the API's rate limit bucket holds. */
const burst = 1500

/** Sends a burst of requests on one connection without pauses; returns the raw answers in order. */
function askMuch(api: string): Promise<string> {
  const { hostname, port } = new URL(api)
  const requests = Array.from({ length: burst }, (_, n) => {
    const last = n === burst - 1 ? 'Connection: close\r\n' : ''
    return `GET /orders HTTP/1.1\r\nHost: ${hostname}\r\n${last}\r\n`
  })
  return new Promise((resolve, reject) => {
    let answers = ''
    const socket = connect(Number(port), hostname, () => socket.write(requests.join('')))
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      answers += chunk
    })
    socket.on('end', () => resolve(answers))
    socket.on('error', reject)
  })
}

/** How the alarms of the API are raised and fixed. */
export const apiProofs = {
  'api-server-errors': {
    alarm: 'api-server-errors',
    raise: async (fixture) => {
      injectFaults(fixture, { fault: { action: 'loseAnswer' }, caller: 'orders-api', service: 'dynamodb' })
      await eachMinute(fixture, 3, async () => {
        const { status } = await fixture.suite.call(store, 'GET', someOrder)
        assert.equal(status, 500)
      })
    },
    fix: removeFaults,
  },
  'api-client-errors': {
    alarm: 'api-client-errors',
    raise: (fixture) => eachMinute(fixture, 3, () => fixture.suite.call(store, 'GET', someOrder)),
    // The client stops the faulty calls.
    fix: async (fixture) => {
      assert.equal((await fixture.suite.call(store, 'GET', '/orders?limit=1')).status, 200)
    },
  },
  'api-slow': {
    alarm: 'api-slow',
    raise: (fixture) =>
      eachMinute(fixture, 3, async () => {
        injectFaults(fixture, {
          fault: { action: 'delay', ms: 4000 },
          caller: 'orders-api',
          service: 'dynamodb',
          times: 1,
        })
        const slow = fixture.suite.call(store, 'GET', '/orders?limit=1')
        await waitForFaults(fixture, 1)
        fixture.suite.cloud.clock.advance(4000)
        assert.equal((await slow).status, 200)
      }),
    fix: removeFaults,
  },
  'api-throttled': {
    alarm: 'api-throttled',
    // The burst carries no token, to be fast. Calls below the limit are therefore rejected as well.
    alongside: ['api-client-errors'],
    raise: (fixture) =>
      eachMinute(fixture, 3, async () => {
        assert.ok((await askMuch(fixture.suite.cloud.endpoints.api)).includes('HTTP/1.1 429'))
      }),
    fix: async () => {
      // The peak is over.
    },
  },
} satisfies Proofs
