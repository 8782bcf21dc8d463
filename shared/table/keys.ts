import { fingerprint } from '../ids.ts'

/**
 * Every partition key of the suite: what it looks like, who writes it, and who may read it.
 * Stores build their keys here, `infra` derives the IAM leading keys from it, and `infra/ops` reads by it.
 * A key that is spelled anywhere else fails `npm run check`.
 */

/** Whom policies are made for: a slice (its API and its inbox), or one deployed function. */
export type KeyUser =
  | 'orders'
  | 'quality'
  | 'email'
  | 'channels'
  | 'privacy'
  | 'orders-api'
  | 'quality-api'
  | 'email-api'
  | 'channels-api'
  | 'privacy-api'
  | 'holds-schedule'
  | 'answers-schedule'
  | 'learning-schedule'
  | 'channel-poll-schedule'
  | 'operations-schedule'
  | 'privacy-reviews-schedule'
  | 'receivers-webhooks'
  | 'receivers-amazon'
  | 'incoming-mail'
  | 'webhooks-maker'
  | 'webhooks-sender'
  | 'outbox-relay'

interface ItemKind {
  /** Who puts items of this kind. */
  readonly writers: readonly KeyUser[]
  /** Who gets them by key without the right to read the whole table. */
  readonly readers?: readonly KeyUser[]
  /** Who counts in them (`UpdateItem`). */
  readonly counters?: readonly KeyUser[]
}

/** Kinds of items of a store. Partition key: `S#<store>#<KIND>#<id>`; an aggregate's newest version has sort key `<KIND>`. */
export const itemKinds = {
  ORDER: { writers: ['orders'] },
  SWEEP: { writers: ['orders'] },
  'ORDERS-PRIVACY-ANSWER': { writers: ['orders'] },

  QUALITY: { writers: ['quality', 'holds-schedule'] },
  ISSUE: { writers: ['quality', 'holds-schedule'] },
  ISSUESUBJECT: { writers: ['quality'] },
  ISSUEREFERENCE: { writers: ['quality'] },
  CHECKSETTINGS: { writers: ['quality'] },
  FACTS: { writers: ['quality'] },
  DEFECT: { writers: ['quality'] },
  'OPEN-DEFECTS': { writers: ['quality'] },
  'DEFECT-SWEEP': { writers: ['quality'] },
  'BACK-TEST': { writers: ['quality'] },
  'EVENT-REPORT': { writers: ['quality'] },
  COMPLAINT: { writers: ['quality'] },
  'QUALITY-PRIVACY-ANSWER': { writers: ['quality'] },

  MAIL: { writers: ['email'] },
  MESSAGE: { writers: ['email', 'incoming-mail'] },
  THREAD: { writers: ['email', 'answers-schedule'] },
  'THREAD-REFERENCE': { writers: ['email'] },
  SENDER: { writers: ['email'] },
  'SENDER-RATE': { writers: [], counters: ['incoming-mail'] },
  'EMAIL-SETTINGS': { writers: ['email'] },
  'KNOWN-ORDER': { writers: ['email'] },
  'KNOWN-CHANNELS': { writers: ['email'] },
  SUPPRESSION: { writers: ['email'] },
  'LABELLED-MAIL': { writers: ['email'] },
  CLASSIFIER: { writers: ['email', 'learning-schedule'] },
  'CLASSIFIER-MODEL': { writers: ['email', 'learning-schedule'] },
  'EMAIL-PRIVACY-ANSWER': { writers: ['email'] },

  CONNECTION: {
    writers: ['channels', 'channel-poll-schedule'],
    readers: ['receivers-webhooks', 'receivers-amazon'],
  },
  DELIVERY: { writers: ['channels', 'receivers-webhooks', 'receivers-amazon', 'channel-poll-schedule'] },
  'CHANNEL-ORDER': { writers: ['channels'] },
  'CHANNEL-CLAIM': { writers: ['channels'] },
  'CHANNEL-QUESTION': { writers: ['channels'] },
  'CHANNEL-SWEEP': { writers: ['channels', 'channel-poll-schedule'] },
  SUBSCRIPTION: { writers: ['channels', 'webhooks-sender'] },
  SUBSCRIPTIONS: { writers: ['channels', 'webhooks-sender'], readers: ['outbox-relay'] },
  WEBHOOK: { writers: ['channels', 'webhooks-maker', 'webhooks-sender'] },
  'CHANNELS-PRIVACY-ANSWER': { writers: ['channels'] },

  'PRIVACY-REQUEST': { writers: ['privacy', 'privacy-reviews-schedule'] },
  'PRIVACY-EXPORT': { writers: ['privacy'] },

  PULSE: { writers: ['operations-schedule'] },

  /** First answers under an `Idempotency-Key`: written by each API that has such a route. */
  ANSWER: { writers: ['orders-api', 'quality-api', 'email-api', 'channels-api', 'privacy-api'] },
} as const satisfies Record<string, ItemKind>

export type KindName = keyof typeof itemKinds

/** Numbers in series, one of each series for each store. Partition key: `S#<store>#NUMBER#<SERIES>`. */
export const numberSeries = {
  ISSUE: { takers: ['quality'] },
} as const satisfies Record<string, { readonly takers: readonly KeyUser[] }>

export type SeriesName = keyof typeof numberSeries

declare const partitionKey: unique symbol
/** A partition key that this register built. */
export type PartitionKey = string & { readonly [partitionKey]: true }

const key = (...parts: readonly (string | number)[]): PartitionKey => parts.join('#') as PartitionKey

/** Partition key of an item of a store: no request can name another store's item, as the store is the principal's. */
export const itemKey = (kind: KindName, store: string, id: string): PartitionKey => key('S', store, kind, id)

/** Partition key of a series of numbers of a store. */
export const seriesKey = (series: SeriesName, store: string): PartitionKey =>
  key('S', store, 'NUMBER', series)

/** How the partition keys of one store's items begin, or those of all stores. */
export const itemKeyPrefix = (store?: string): string => (store === undefined ? 'S#' : `S#${store}#`)

/** The parts of an item's partition key; nothing for a key of another shape. */
export function parseItemKey(pk: string): { store: string; kind: string; id: string } | undefined {
  const [, store, kind, id] = /^S#([^#]+)#([^#]+)#(.+)$/.exec(pk) ?? []
  return store === undefined || kind === undefined || id === undefined ? undefined : { store, kind, id }
}

/** Partitions of an index. `readers` may query them without the right to read the whole table. */
interface ListDefinition {
  readonly index: 'gsi1' | 'gsi2'
  readonly readers?: readonly KeyUser[]
}

/** Lists of one store. Partition key: `S#<store>#<NAME>`, followed by what distinguishes its partitions. */
const ofStore = <Parts extends readonly string[] = []>(
  name: string,
  { index, readers = [] }: ListDefinition,
) => ({
  index,
  readers,
  partition: (store: string, ...parts: Parts): PartitionKey => key('S', store, name, ...parts),
})

/** A list of all stores, spread over some partitions: `<NAME>#<shard>`. */
function sharded<const Shards extends readonly number[]>(
  name: string,
  { index, shards, readers = [] }: ListDefinition & { readonly shards: Shards },
) {
  return {
    index,
    readers,
    shards,
    partition: (shard: number): PartitionKey => key(name, shard),
    /** The shard of a store. */
    shardOf: (store: string): number => Number.parseInt(fingerprint(store).slice(0, 8), 16) % shards.length,
  }
}

/** A list of all stores in one partition: `<NAME>`. */
const ofAllStores = (name: string, { index, readers = [] }: ListDefinition) => ({
  ofAllStores: true as const,
  index,
  readers,
  partition: (): PartitionKey => key(name),
})

/** Every list that an index serves. */
export const lists = {
  ordersByStatus: ofStore<[status: string]>('ORDERS', { index: 'gsi1' }),
  heldOrders: ofStore('HELD-ORDERS', { index: 'gsi2' }),
  endedOrdersNotChecked: ofStore('ENDED-ORDERS-NOT-CHECKED', { index: 'gsi2' }),

  runsOfPerson: ofStore<[person: string]>('PERSON', { index: 'gsi1' }),
  /**
   * Each partition takes a thousand writes a second, and only what is held or waived enters one and leaves it again:
   * two of them serve a thousand held orders a second, and all of them are read every few minutes.
   */
  qualityQueue: sharded('QUALITY-QUEUE', { index: 'gsi2', shards: [0, 1] }),
  waivedOrders: sharded('QUALITY-WAIVERS', { index: 'gsi2', shards: [0, 1] }),
  issuesOfDepartment: ofStore<[department: string, state: 'open' | 'settled']>('ISSUES', { index: 'gsi1' }),
  issuesOfCheck: ofStore<[check: string, week: string]>('CHECK', { index: 'gsi2' }),
  issuesByReference: ofStore<[kind: string, value: string]>('ISSUES-OF', { index: 'gsi1' }),
  complaintsOfCategory: ofStore<[category: string]>('COMPLAINTS', { index: 'gsi1' }),

  mailsOfThread: ofStore<[threadId: string]>('THREAD-MAILS', { index: 'gsi1' }),
  mailsOfOrderNumber: ofStore<[number: string]>('ORDER-NUMBER', { index: 'gsi1' }),
  mailsOfRecipient: ofStore<[address: string]>('SENDER', { index: 'gsi2' }),
  messages: ofStore('MESSAGES', { index: 'gsi1' }),
  messagesOfOrder: ofStore<[orderId: string]>('ORDER-MESSAGES', { index: 'gsi2' }),
  threadsOfDepartment: ofStore<[department: string, state: 'at-work' | 'ended']>('THREADS', {
    index: 'gsi1',
  }),
  threadClocks: sharded('EMAIL-CLOCK', { index: 'gsi2', shards: [0, 1] }),
  suppressions: ofStore('SUPPRESSIONS', { index: 'gsi1' }),
  labelledMails: ofStore('LABELLED-MAILS', { index: 'gsi1' }),

  connections: ofStore('CONNECTIONS', { index: 'gsi1' }),
  /** One partition, so that polling finds all of them by one query; each account has one small entry. */
  liveConnections: ofAllStores('LIVE-CONNECTIONS', { index: 'gsi2', readers: ['receivers-amazon'] }),
  deliveriesOfConnection: ofStore<[connectionId: string]>('DELIVERIES', { index: 'gsi1' }),
  parkedDeliveries: ofStore('PARKED-DELIVERIES', { index: 'gsi2' }),
  claimsOfOrder: ofStore<[orderId: string]>('ORDER-CLAIMS', { index: 'gsi1' }),
  questionsOfOrder: ofStore<[orderId: string]>('ORDER-QUESTIONS', { index: 'gsi1' }),
  webhooksOfSubscription: ofStore<[subscriptionId: string]>('WEBHOOKS', { index: 'gsi1' }),

  privacyRequests: ofStore('PRIVACY-REQUESTS', { index: 'gsi1' }),
  waitingPrivacyRequests: ofAllStores('PRIVACY-REQUESTS-WAITING', { index: 'gsi2' }),
  classifiersDue: ofAllStores('CLASSIFIERS-DUE', { index: 'gsi2' }),
} as const

/** Partitions of the table of keys: a store's tree of keys, its erased records, and its key for hashes of persons. */
export const keyTable = {
  records: (store: string): PartitionKey => key('S', store, 'KEYS', 'RECORDS'),
  erasedRecords: (store: string): PartitionKey => key('S', store, 'KEYS', 'ERASED'),
  erasedPersons: (store: string, hashKey: string): PartitionKey => key('S', store, 'KEYS', hashKey),
} as const

/** A principal and the stores that it acts for. */
export const principalPartition = (principal: string): PartitionKey => key('PRINCIPAL', principal)

/** Every store that is enrolled, one item each. */
export const enrolledStoresPartition = key('STORES')

const named = <Name extends string, Of>(
  entries: Readonly<Record<Name, Of>>,
  is: (of: Of) => boolean,
): Name[] => (Object.entries(entries) as [Name, Of][]).filter(([, of]) => is(of)).map(([name]) => name)

/** What some users of keys may do, as the register says. */
export interface KeyRights {
  /** Kinds of items that they put. */
  readonly put: readonly KindName[]
  /** Kinds of items that they get by key. */
  readonly get: readonly KindName[]
  /** Kinds of items that they count in. */
  readonly count: readonly KindName[]
  /** Series that they take numbers from. */
  readonly take: readonly SeriesName[]
  /** Lists of all stores that they query. */
  readonly query: readonly { readonly index: 'gsi1' | 'gsi2'; readonly partition: PartitionKey }[]
}

/** What the register grants to these users of keys, without the right to read the whole table that some have. */
export function rightsOf(...users: readonly KeyUser[]): KeyRights {
  const isOneOf = (granted: readonly KeyUser[] = []): boolean => granted.some((one) => users.includes(one))
  return {
    put: named<KindName, ItemKind>(itemKinds, ({ writers }) => isOneOf(writers)),
    get: named<KindName, ItemKind>(itemKinds, ({ readers }) => isOneOf(readers)),
    count: named<KindName, ItemKind>(itemKinds, ({ counters }) => isOneOf(counters)),
    take: named<SeriesName, { readonly takers: readonly KeyUser[] }>(numberSeries, ({ takers }) =>
      isOneOf(takers),
    ),
    query: Object.values(lists).flatMap((list) =>
      'ofAllStores' in list && isOneOf(list.readers)
        ? [{ index: list.index, partition: list.partition() }]
        : [],
    ),
  }
}

/** Patterns of the partition keys of items of a kind, of numbers of a series: what a policy's leading keys name. */
export const itemKeyPattern = (kind: KindName): string => `S#*#${kind}#*`
export const seriesKeyPattern = (series: SeriesName): string => `S#*#NUMBER#${series}`

/** Sort key of a filed event: in order of version, then of place within the version. */
export const historySort = (version: number, place: number): string =>
  `EVENT#${String(version).padStart(9, '0')}#${String(place).padStart(3, '0')}`

/** The version of the event stored under this sort key. */
export const versionFiledAt = (sort: string): number => Number(sort.split('#')[1])

/** Bounds of the sort keys of filed events. */
export const historyStart = 'EVENT#'
export const historyEnd = 'EVENT#~'
