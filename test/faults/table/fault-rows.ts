/** A fault, what must hold when it strikes, and why it cannot strike where there is nothing for it yet. */
export interface FaultRow {
  readonly fault: string
  readonly holds: string
  readonly notApplicable?: string
}

/** The faults that the suite stands, one row each: every row has its figure at the end of a run, or its reason. */
export const faultRows = {
  'duplicate-event': { fault: 'duplicate event', holds: 'one effect' },
  'out-of-order': { fault: 'events out of order', holds: 'a stale version is ignored' },
  'killed-between-writes': { fault: 'killed between two writes', holds: 'all or nothing, a retry converges' },
  'answer-lost': { fault: 'commit done, answer lost', holds: 'the same result on retry' },
  throttling: { fault: 'throttling', holds: 'tried a few times, then 503 with Retry-After' },
  'transaction-conflict': {
    fault: 'transaction conflict',
    holds: 'tried again, or 409/503; never another answer',
  },
  'stock-rush': {
    fault: '1,000 orders for 100 units',
    holds: 'exactly 100 reserved',
    notApplicable: 'there is no stock slice yet',
  },
  'same-key-other-body': { fault: 'same key, other body', holds: '422' },
  'same-key-in-flight': { fault: 'same key in flight', holds: '409, or the same answer' },
  'old-key': { fault: 'same key after the client token’s 10 minutes', holds: 'the kept answer replays' },
  'poison-record': { fault: 'poison stream record', holds: 'set aside, its neighbours proceed' },
  'poison-message': { fault: 'poison message', holds: 'dead-letter queue, its batch mates succeed' },
  downstream: { fault: 'downstream 5xx, silence, slow drip', holds: 'given up in time, then tried again' },
  'bus-down': { fault: 'bus down beyond retries', holds: 'the stream brings all again; nothing lost' },
  'partial-put': { fault: 'partial PutEvents failure', holds: 'only the failed entries again' },
  'clock-skew': { fault: 'clocks up to 10 minutes apart', holds: 'each warning told once' },
  'replayed-webhook': { fault: 'replayed webhook', holds: 'no second effect' },
  'forged-webhook': {
    fault: 'forged, truncated or old signature',
    holds: '401 and no write; the old secret while it rotates',
  },
  'oversized-body': { fault: 'oversized body', holds: '413' },
  'hostile-json': {
    fault: 'NUL, surrogates, NFD, 1e400, 2^53+1, -0, depth',
    holds: '400 or one meaning; never 500',
  },
  'prototype-keys': { fault: '__proto__ and constructor as keys', holds: 'refused' },
  'duplicate-keys': { fault: 'duplicate JSON keys', holds: 'the last counts' },
  'mail-loop': { fault: 'e-mail loop', holds: 'stops' },
  'mail-bomb': { fault: 'e-mail bomb', holds: 'coalesced' },
  'mime-bomb': { fault: 'MIME bomb', holds: 'caps' },
  'header-injection': { fault: 'CRLF header injection', holds: 'refused' },
  'csv-formula': {
    fault: 'CSV formula',
    holds: 'neutralised',
    notApplicable: 'nothing is exported as CSV yet',
  },
  'another-tenant': { fault: 'another store’s id', holds: '404 on every route' },
  'bad-token': { fault: 'expired, alg=none, wrong aud/iss token', holds: '401' },
  ssrf: { fault: 'a URL that leads inside', holds: 'refused, nothing called' },
  'tampered-cursor': { fault: 'tampered cursor', holds: '400' },
  'lost-update': { fault: 'lost update', holds: '412 for all but one' },
  'rotated-secret': { fault: 'rotated secret', holds: 'one refetch' },
  erasure: { fault: 'erasure during an order in flight', holds: 'nothing resurrected' },
  'archive-replayed': { fault: 'archive replayed', holds: 'identical state' },
  'all-at-once': { fault: 'all faults of the cloud together', holds: 'the same end state' },
  'personal-data': { fault: 'personal data in log lines', holds: 'zero hits' },
} as const satisfies Readonly<Record<string, FaultRow>>

export type FaultRowName = keyof typeof faultRows
