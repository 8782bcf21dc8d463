import type { ValidateFunction } from 'ajv'
import { validatorFor } from '../documents/json-validator.ts'
import type { ApiDocument, Operation } from './document.ts'

/** An answer as it came. */
export interface FuzzAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** Judges answers by what the document says of them: nothing when they are as it says. */
export function answerChecker(
  document: ApiDocument,
): (operation: Operation, answer: FuzzAnswer) => string | undefined {
  const validator = validatorFor(document, '2020-12')
  const known = new Map<string, ValidateFunction>()
  const schemaOf = (operation: Operation, status: number, type: string): ValidateFunction | undefined => {
    const schema = operation.responses[String(status)]?.content?.[type]?.schema
    if (schema === undefined) return undefined
    const name = `${operation.id} ${status} ${type}`
    const compiled = known.get(name) ?? validator(schema)
    known.set(name, compiled)
    return compiled
  }
  return (operation, { status, type, body }) => {
    if (status >= 500) return `an answer below 500 is expected, received ${status}`
    if (operation.responses[String(status)] === undefined)
      return `one of ${Object.keys(operation.responses).join(', ')} is expected, received ${status}`
    const [media = ''] = type.split(';')
    const validate = schemaOf(operation, status, media)
    if (validate === undefined) return `a documented media type is expected of ${status}, received "${media}"`
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
