const reject = (): never => {
  throw new Error('Event streams are not in the bundles; see the aliases in infra/build.ts.')
}

/**
 * Replaces `@smithy/core/event-streams` in the bundles: no operation used here returns an event stream. The SDK
 * imports the module dynamically, which would keep its 15 KB and prevent tree shaking of its imports.
 */
export const EventStreamSerde = reject
export const eventStreamSerdeProvider = reject
