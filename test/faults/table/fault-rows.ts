/** A fault, the invariant that must hold, and the reason when no part can have the fault yet. */
export interface FaultRow {
  readonly fault: string
  readonly holds: string
  readonly notApplicable?: string
}

/** The fault table: at the end of a run every row has a figure or a reason. */
export const faultRows = {
  'duplicate-event': { fault: 'duplicate event', holds: 'one effect' },
  'out-of-order': { fault: 'events out of order', holds: 'a stale version is ignored' },
  'killed-between-writes': { fault: 'killed between two writes', holds: 'all or nothing; a retry converges' },
  'answer-lost': { fault: 'commit succeeded, answer lost', holds: 'the same result on retry' },
  throttling: { fault: 'throttling', holds: 'a few retries, then 503 with Retry-After' },
  'transaction-conflict': {
    fault: 'transaction conflict',
    holds: 'retried, or 409/503; no other answer',
  },
  'stock-rush': {
    fault: '1,000 orders for 100 units',
    holds: 'exactly 100 reserved',
    notApplicable: 'there is no stock slice yet',
  },
  'same-key-other-body': { fault: 'same key, other body', holds: '422' },
  'same-key-in-flight': { fault: 'same key in flight', holds: '409, or the same answer' },
  'old-key': {
    fault: 'same key after the client token’s 10 minutes',
    holds: 'the stored answer is replayed',
  },
  'poison-record': { fault: 'poison stream record', holds: 'set aside; other records proceed' },
  'poison-message': { fault: 'poison message', holds: 'dead-letter queue; the rest of the batch succeeds' },
  downstream: { fault: 'downstream 5xx, no answer, slow answer', holds: 'timeout, then retry' },
  'bus-down': {
    fault: 'event bus down longer than retries',
    holds: 'the stream redelivers all; nothing lost',
  },
  'partial-put': { fault: 'partial PutEvents failure', holds: 'only failed entries are retried' },
  'clock-skew': { fault: 'clocks up to 10 minutes apart', holds: 'each warning published once' },
  'replayed-webhook': { fault: 'replayed webhook', holds: 'no second effect' },
  'forged-webhook': {
    fault: 'forged, truncated or old signature',
    holds: '401 and no write; old secret valid in rotation',
  },
  'oversized-body': { fault: 'oversized body', holds: '413' },
  'hostile-json': {
    fault: 'NUL, surrogates, NFD, 1e400, 2^53+1, -0, depth',
    holds: '400 or one meaning; never 500',
  },
  'prototype-keys': { fault: '__proto__ and constructor as keys', holds: 'rejected' },
  'duplicate-keys': { fault: 'duplicate JSON keys', holds: 'the last value counts' },
  'mail-loop': { fault: 'e-mail loop', holds: 'stops' },
  'mail-bomb': { fault: 'e-mail bomb', holds: 'coalesced' },
  'mime-bomb': { fault: 'MIME bomb', holds: 'limited' },
  'header-injection': { fault: 'CRLF header injection', holds: 'rejected' },
  'csv-formula': {
    fault: 'CSV formula',
    holds: 'neutralised',
    notApplicable: 'nothing is exported as CSV yet',
  },
  'another-tenant': { fault: 'another store’s id', holds: '404 on every route' },
  'bad-token': { fault: 'expired, alg=none, wrong aud/iss token', holds: '401' },
  ssrf: { fault: 'URL of a private address', holds: 'rejected, nothing called' },
  'tampered-cursor': { fault: 'tampered cursor', holds: '400' },
  'lost-update': { fault: 'lost update', holds: '412 for all but one' },
  'rotated-secret': { fault: 'rotated secret', holds: 'fetched again once' },
  erasure: { fault: 'erasure while an order is in flight', holds: 'no personal data reappears' },
  'archive-replayed': { fault: 'archive replayed', holds: 'identical state' },
  'all-at-once': { fault: 'all faults of the local cloud together', holds: 'the same final state' },
  'personal-data': { fault: 'personal data in log lines', holds: 'none' },
} as const satisfies Readonly<Record<string, FaultRow>>

export type FaultRowName = keyof typeof faultRows
