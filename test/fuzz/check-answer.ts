import type { ValidateFunction } from 'ajv'
import { validatorFor } from '../documents/json-validator.ts'
import type { ApiDocument, Operation } from './document.ts'

/** A received answer. */
export interface FuzzAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** Checks answers against the API document; returns a violation, or undefined for a valid answer. */
export function answerChecker(
  document: ApiDocument,
): (operation: Operation, answer: FuzzAnswer) => string | undefined {
  const validator = validatorFor(document, '2020-12')
  const compiledSchemas = new Map<string, ValidateFunction>()
  const schemaOf = (operation: Operation, status: number, type: string): ValidateFunction | undefined => {
    const schema = operation.responses[String(status)]?.content?.[type]?.schema
    if (schema === undefined) return undefined
    const name = `${operation.id} ${status} ${type}`
    const compiled = compiledSchemas.get(name) ?? validator(schema)
    compiledSchemas.set(name, compiled)
    return compiled
  }
  return (operation, { status, type, body }) => {
    if (status >= 500) return `status ${status} is a server error`
    if (operation.responses[String(status)] === undefined)
      return `status ${status} is not documented (${Object.keys(operation.responses).join(', ')})`
    const [media = ''] = type.split(';')
    const validate = schemaOf(operation, status, media)
    if (validate === undefined) return `media type "${media}" is not documented for ${status}`
    if (validate(parsed(body))) return undefined
    const [first] = validate.errors ?? []
    return `${status} differs from its schema at ${first?.instancePath}: ${first?.message}`
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
