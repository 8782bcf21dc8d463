const refuse = (): never => {
  throw new Error('event streams are left out of the bundles: see the aliases of the build')
}

/**
 * Stands in for `@smithy/core/event-streams` in the bundles: no operation that we call answers with an event stream,
 * and the import of it, dynamic as it is, would keep 15 KB and all that they import whole.
 */
export const EventStreamSerde = refuse
export const eventStreamSerdeProvider = refuse
