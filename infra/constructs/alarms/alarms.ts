import { Duration, Tags } from 'aws-cdk-lib'
import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { type AlarmKindName, alarmKinds, alarmName, type MissingData, runbookOf } from '../../alarm-kinds.ts'
import type { Stage } from '../../stage.ts'
import type { AlarmTopics } from './topics.ts'

/** The most alarms that one composite may look at ("Create a composite alarm", CloudWatch user guide). */
const mostChildren = 100

/** When an alarm is raised: `breaching` of the last `of` periods are on the wrong side. */
export interface Rhythm {
  readonly period: Duration
  readonly breaching: number
  readonly of: number
}

/** What goes on all the time: three bad minutes of five. */
export const busy: Rhythm = { period: Duration.minutes(1), breaching: 3, of: 5 }

/** What may not happen at all: a minute of it is enough. */
export const never: Rhythm = { period: Duration.minutes(1), breaching: 1, of: 1 }

/** What is measured every five minutes: two looks of three. */
export const measured: Rhythm = { period: Duration.minutes(5), breaching: 2, of: 3 }

export interface AlarmSettings {
  readonly kind: AlarmKindName
  /** What the alarm is about, such as `orders-queue`; its id is this and the fault. */
  readonly subject?: string
  /** What stands after the subject in the id; the kind unless given. */
  readonly fault?: string
  readonly metric: IMetric
  readonly rhythm: Rhythm
  /** Wrong is above this. */
  readonly above?: number
  /** Wrong is this or more. */
  readonly from?: number
  /** Wrong is below this. */
  readonly below?: number
}

const treatments: Readonly<Record<MissingData, TreatMissingData>> = {
  notBreaching: TreatMissingData.NOT_BREACHING,
  breaching: TreatMissingData.BREACHING,
  ignore: TreatMissingData.IGNORE,
}

/** Makes the alarms of one stage: `raise` one on a metric, and at last `summarise` those that page. */
export class Alarms {
  /** By their ids. */
  readonly raised = new Map<string, { readonly subject: string | undefined; readonly alarm: Alarm }>()
  private readonly paging: { readonly name: string; readonly alarm: Alarm }[] = []
  private readonly scope: Construct
  private readonly stage: Stage
  private readonly topics: AlarmTopics

  constructor(scope: Construct, stage: Stage, topics: AlarmTopics) {
    this.scope = scope
    this.stage = stage
    this.topics = topics
  }

  /** An alarm of a registered kind. All are told to the readers; those that page are so as part of the one that does. */
  raise(settings: AlarmSettings): Alarm {
    const { kind, subject, fault = kind, metric, rhythm } = settings
    const id = subject === undefined ? fault : `${subject}-${fault}`
    const described = this.described(id, kind)
    const alarm = new Alarm(this.scope, id, {
      ...described,
      ...thresholdOf(settings),
      metric,
      evaluationPeriods: rhythm.of,
      datapointsToAlarm: rhythm.breaching,
      treatMissingData: treatments[alarmKinds[kind].missingData],
    })
    this.inform(alarm, kind, this.topics.notify)
    this.raised.set(id, { subject, alarm })
    if (alarmKinds[kind].severity === 'page') this.paging.push({ name: described.alarmName, alarm })
    return alarm
  }

  /** One page for all that customers feel, however many alarms one fault raises. */
  summarise(): CompositeAlarm {
    if (this.paging.length > mostChildren)
      throw new Error(
        `${this.paging.length} alarms page, but a composite may look at ${mostChildren}: group some`,
      )
    const kind = 'customers-feel-it'
    const { alarmName, alarmDescription } = this.described(kind, kind)
    const composite = new CompositeAlarm(this.scope, kind, {
      compositeAlarmName: alarmName,
      alarmDescription,
      // By their names: a rule may have 10,240 characters, and ARNs of a hundred alarms have more.
      alarmRule: AlarmRule.fromString(this.paging.map(({ name }) => `ALARM("${name}")`).join(' OR ')),
    })
    composite.node.addDependency(...this.paging.map(({ alarm }) => alarm))
    this.inform(composite, kind, this.topics.page)
    return composite
  }

  private described(id: string, kind: AlarmKindName) {
    const { means, severity, owner } = alarmKinds[kind]
    return {
      alarmName: alarmName(this.stage, id),
      alarmDescription: `${means}\nSeverity: ${severity}. Owner: ${owner}. Kind: ${kind}.\nRunbook: ${runbookOf(kind)}`,
    }
  }

  private inform(alarm: Alarm | CompositeAlarm, kind: AlarmKindName, topic: Topic): void {
    const { severity, owner } = alarmKinds[kind]
    for (const [key, value] of Object.entries({ kind, severity, owner })) Tags.of(alarm).add(key, value)
    const action = new SnsAction(topic)
    alarm.addAlarmAction(action)
    alarm.addOkAction(action)
  }
}

function thresholdOf({ above, from, below }: AlarmSettings) {
  if (above !== undefined)
    return { threshold: above, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD }
  if (from !== undefined)
    return { threshold: from, comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD }
  if (below !== undefined)
    return { threshold: below, comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD }
  throw new Error('an alarm is expected to say what is wrong: above, from or below')
}
