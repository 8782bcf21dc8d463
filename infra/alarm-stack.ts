import { Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct, IConstruct } from 'constructs'
import { Alarms } from './constructs/alarms/alarms.ts'
import { Dashboards } from './constructs/alarms/dashboards.ts'
import { type Deployed, deployedIn } from './constructs/alarms/deployed.ts'
import { type AlarmTopics, alarmTopics } from './constructs/alarms/topics.ts'
import { watchBusiness } from './constructs/alarms/watch-business.ts'
import { watchCosts } from './constructs/alarms/watch-costs.ts'
import { watchFunction } from './constructs/alarms/watch-functions.ts'
import { watchQueue, watchRules } from './constructs/alarms/watch-queues.ts'
import { watchApi, watchMail, watchTable } from './constructs/alarms/watch-services.ts'
import type { DataStack } from './data-stack.ts'
import type { Stage } from './stage.ts'
import type { SuiteStack } from './suite-stack.ts'

export interface AlarmStackProps extends StackProps {
  readonly stage: Stage
  readonly data: DataStack
  readonly suite: SuiteStack
  /** Who gets the notices by mail. */
  readonly noticesTo: readonly string[]
  /** What the account is expected to cost a month at most. */
  readonly monthlyDollars: number
}

/**
 * Alarms for whatever the other stacks deploy, which are looked through for it: nothing can be added without its
 * alarms. A stack of its own, since a stack may have 500 resources.
 */
export class AlarmStack extends Stack {
  readonly topics: AlarmTopics

  constructor(
    scope: Construct,
    id: string,
    { stage, data, suite, noticesTo, monthlyDollars, ...props }: AlarmStackProps,
  ) {
    super(scope, id, props)
    this.topics = alarmTopics(this, noticesTo)
    watchCosts(this, stage, monthlyDollars, this.topics.notify)
    const alarms = new Alarms(this, stage, this.topics)
    const deployed = deployedIn([data, suite])
    for (const use of deployed.functions) watchFunction(alarms, use)
    for (const queue of deployed.queues) watchQueue(alarms, queue)
    watchRules(alarms, deployed.rules)
    watchApi(this, stage, alarms, suite.api)
    watchMail(alarms)
    for (const table of deployed.tables) watchTable(alarms, table)
    watchBusiness(stage, alarms)
    const composite = alarms.summarise()
    this.node.addValidation({ validate: () => unwatched(this.node.root, deployed) })
    new Dashboards(this, { stage, deployed, alarms, composite, api: suite.api })
  }
}

/** What has been added since the alarms were made; it stops the synthesis. */
function unwatched(app: IConstruct, { functions, queues, rules, tables }: Deployed): string[] {
  const watched = new Set<IConstruct>([
    ...functions.map(({ handler }) => handler),
    ...queues.map(({ queue }) => queue),
    ...rules,
    ...tables,
  ])
  const now = deployedIn(app.node.children.filter((one) => one instanceof Stack))
  return [
    ...now.functions.map(({ handler }) => handler),
    ...now.queues.map(({ queue }) => queue),
    ...now.rules,
    ...now.tables,
  ]
    .filter((one) => !watched.has(one))
    .map(({ node }) => `${node.path} has no alarms: add it before the stack of alarms`)
}
