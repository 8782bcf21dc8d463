import { Parser } from '@asyncapi/parser'
import { safeParse } from 'zod/v4/core'
import { catalogue } from '../../events/catalogue.ts'
import { makeDocuments } from '../../infra/documents/build-documents.ts'
import { type SchemaDocument, validatorFor } from './json-validator.ts'

const { asyncApi } = await makeDocuments()
const document = asyncApi as unknown as SchemaDocument
const events = [...catalogue.values()]
const validator = validatorFor(document, '07')

const parse = async (candidate: unknown) => {
  const { document: parsed, diagnostics } = await new Parser().parse(JSON.stringify(candidate))
  // 0 is an error and 1 a warning; 2 and 3 are hints, such as a newer version of AsyncAPI.
  return { parsed, wrongs: diagnostics.filter(({ severity }) => [0, 1].includes(severity)) }
}

describe('the AsyncAPI document', () => {
  it('is valid AsyncAPI 3 with every event, by slice', async () => {
    const { parsed, wrongs } = await parse(asyncApi)
    expect(wrongs).toEqual([])
    const published = parsed!
      .channels()
      .all()
      .flatMap((channel) =>
        channel
          .messages()
          .all()
          .map((message) => `${channel.address()} ${message.name()}`),
      )
    expect(published.sort()).toEqual(events.map(({ slice, type }) => `retaguarda.${slice} ${type}`).sort())
  })

  it('is invalid without the required parts of AsyncAPI', async () => {
    const { channels: _, ...rest } = asyncApi
    expect((await parse({ ...rest, operations: { tell: { action: 'shout' } } })).wrongs).not.toEqual([])
  })

  it('has schemas that reject other values', () => {
    const validate = validator({ $ref: '#/components/schemas/order.placed' })
    expect(validate({ ...catalogue.get('order.placed')?.example, occurredAt: 7 })).toBe(false)
  })
})

describe.each(events.map((event) => [event.type, event] as const))('%s', (type, event) => {
  it('has an example that matches its own schema', () => {
    expect(event.example).toBeDefined()
    expect(safeParse(event.schema, event.example).error).toBeUndefined()
  })

  it('has an example that matches the published schema', () => {
    const validate = validator({ $ref: `#/components/schemas/${type}` })
    validate(event.example)
    expect(validate.errors).toBeNull()
  })

  it('is published by its own slice, about one aggregate', () => {
    expect(event.example?.type).toBe(type)
    expect(event.example?.aggregate.type).toBe(event.aggregate)
    expect(type).toMatch(/^[a-z]+\.[a-z]+(?:-[a-z]+)*$/)
  })
})
