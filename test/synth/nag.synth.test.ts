import { App, Stack, Validations } from 'aws-cdk-lib'
import { Queue } from 'aws-cdk-lib/aws-sqs'
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
  it('stops a synthesis that has a finding without a reason', async () => {
    await expect(
      synthesise({}, (app) => void new Queue(app.node.findChild('retaguarda-data') as Stack, 'Unexcused')),
    ).rejects.toThrow(/AwsSolutions-SQS/)
  })

  it('is excused by a written reason each time, at the thing itself and not for a whole stack', () => {
    const excuses = excusesOf(dev.app)
    expect(excuses.length).toBeGreaterThan(3)
    expect(excuses.filter(({ reason }) => reason.split(' ').length < 8)).toEqual([])
    expect(excuses.filter(({ path }) => path.split('/').length < 2)).toEqual([])
  })
})
