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
  /** E-mail addresses that receive the notices. */
  readonly noticesTo: readonly string[]
  /** Monthly budget of the account in US dollars. */
  readonly monthlyDollars: number
}

/**
 * Alarms for the resources of the other stacks, found by scanning them: a resource without alarms fails the synthesis.
 * A stack of its own, because a stack may have 500 resources.
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

/** Fails the synthesis when a resource was added after the alarms were made. */
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
    .map(({ node }) => `${node.path} has no alarms; create it before the alarm stack.`)
}
