/** Missing in TypeScript's library. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (source: string) => { readonly rawJSON: string } }

/** Parses JSON so that every number is serialised exactly as written (TC39 "JSON.parse source text access"). */
export const asWritten = (text: string): unknown =>
  JSON.parse(text, (...[, value, context]: [string, unknown, { readonly source?: string }?]) =>
    typeof value === 'number' && context?.source !== undefined ? rawJSON(context.source) : value,
  )
