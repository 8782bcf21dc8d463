import { type App, Validations } from 'aws-cdk-lib'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { CfnSubscription } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { cleanUp, type Synthesised, synthesise } from './synthesised.ts'

let dev: Synthesised

beforeAll(async () => {
  dev = await synthesise()
})
afterAll(cleanUp)

interface Excuse {
  readonly path: string
  readonly rule: string
  readonly reason: string
}

function excusesOf(app: App): Excuse[] {
  return app.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([rule, reason]) => ({ path: construct.node.path, rule, reason })),
  )
}

describe('cdk-nag', () => {
  const unexcused: readonly [string, (stack: Construct) => Construct, RegExp][] = [
    ['AwsSolutions', (stack) => new Bucket(stack, 'Unexcused'), /AwsSolutions-S1\b/],
    [
      'Serverless',
      (stack) => new CfnSubscription(stack, 'Unexcused', { topicArn: 'a-topic', protocol: 'email' }),
      /Serverless-SNSRedrivePolicy/,
    ],
  ]

  it.each(unexcused)('rejects a finding without a suppression reason: %s', async (_, make, finding) => {
    const alter = (app: App) => void make(app.node.findChild('retaguarda-data'))
    await expect(synthesise({}, alter)).rejects.toThrow(finding)
  })

  it('reports nothing for prod with all optional features', async () => {
    const { declared } = await synthesise({
      stage: 'prod',
      mailDomain: 'mail.example.org',
      noticesTo: 'ops@example.org',
    })
    expect(declared.length).toBeGreaterThan(dev.declared.length)
  })

  it('is suppressed with a written reason each time, on the resource and not on a whole stack', () => {
    const excuses = excusesOf(dev.app)
    expect(excuses.length).toBeGreaterThan(3)
    expect(excuses.filter(({ reason }) => reason.split(' ').length < 8)).toEqual([])
    expect(excuses.filter(({ path }) => path.split('/').length < 2)).toEqual([])
  })
})
