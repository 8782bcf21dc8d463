import type { CloudResource } from '../../../infra/local/contracts.ts'
import { readReceiptRules } from '../../../infra/local/mail/receipt-rules.ts'
import { resource } from '../events/bus-fixture.ts'

const rule = (name: string, settings: object, after?: string): CloudResource =>
  resource('AWS::SES::ReceiptRule', name, {
    RuleSetName: 'inbound',
    ...(after !== undefined && { After: after }),
    Rule: { Name: name, Enabled: true, Actions: [toBucket('mail', `${name}/`)], ...settings },
  })

const toBucket = (bucket: string, prefix: string) => ({
  S3Action: { BucketName: bucket, ObjectKeyPrefix: prefix },
})
const prefixes = (rules: CloudResource[], ...recipients: string[]) =>
  readReceiptRules(rules)
    .placesFor(recipients)
    .places.map(({ prefix }) => prefix)

describe('a receipt rule', () => {
  it.each<[string, string, boolean]>([
    ['pedidos@aurora.test', 'pedidos@aurora.test', true],
    ['pedidos@aurora.test', 'Pedidos@Aurora.Test', true],
    ['pedidos@aurora.test', 'pedidos+t0ken@aurora.test', true],
    ['pedidos@aurora.test', 'outro@aurora.test', false],
    ['pedidos+a@aurora.test', 'pedidos+b@aurora.test', false],
    ['aurora.test', 'anyone@aurora.test', true],
    ['aurora.test', 'anyone@sub.aurora.test', false],
    ['.aurora.test', 'anyone@sub.aurora.test', true],
    ['.aurora.test', 'anyone@aurora.test', false],
    ['aurora.test', 'anyone@notaurora.test', false],
  ])('for %s and mail to %s: %s', (condition, recipient, expected) => {
    expect(readReceiptRules([rule('one', { Recipients: [condition] })]).accepts(recipient)).toBe(expected)
  })

  it('without recipients matches every mail, and none when it is disabled', () => {
    expect(readReceiptRules([rule('one', {})]).accepts('anyone@anywhere.test')).toBe(true)
    expect(readReceiptRules([rule('one', { Enabled: false })]).accepts('anyone@anywhere.test')).toBe(false)
  })

  it('is applied in the order that After defines, up to one that stops', () => {
    const stop = { Actions: [toBucket('mail', 'second/'), { StopAction: { Scope: 'RuleSet' } }] }
    const rules = [rule('third', {}, 'second'), rule('second', stop, 'first'), rule('first', {})]
    expect(prefixes(rules, 'a@aurora.test')).toEqual(['first/', 'second/'])
  })

  it('stores a mail once per location, however many of its recipients match', () => {
    const rules = [rule('one', {}), rule('same', { Actions: [toBucket('mail', 'one/')] }), rule('two', {})]
    expect(prefixes(rules, 'a@aurora.test', 'b@aurora.test')).toEqual(['one/', 'two/'])
  })

  it('rejects another action by name', () => {
    const strange = rule('one', { Actions: [{ LambdaAction: { FunctionArn: 'arn' } }] })
    expect(() => readReceiptRules([strange])).toThrow(/one has the action LambdaAction/)
  })
})
