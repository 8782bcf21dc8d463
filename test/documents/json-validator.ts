import { Ajv, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** A document with schemas under `components`. */
export interface SchemaDocument {
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}

/** Compiles schemas with references into a document. */
export function validatorFor(document: SchemaDocument, draft: '2020-12' | '07') {
  const options = { strict: false, allErrors: true }
  const ajv = draft === '2020-12' ? new Ajv2020(options) : new Ajv(options)
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'document:/', components: document.components })
  return (schema: unknown): ValidateFunction => {
    const within = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document:/#/')
    return ajv.compile(JSON.parse(within) as object)
  }
}
