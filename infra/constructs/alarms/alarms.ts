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

/** Maximum number of children of a composite alarm ("Create a composite alarm", CloudWatch user guide). */
const mostChildren = 100

/** When an alarm is raised: `breaching` of the last `of` periods. */
export interface Rhythm {
  readonly period: Duration
  readonly breaching: number
  readonly of: number
}

/** For continuous traffic: three of five minutes. */
export const busy: Rhythm = { period: Duration.minutes(1), breaching: 3, of: 5 }

/** For what must never happen: one minute. */
export const never: Rhythm = { period: Duration.minutes(1), breaching: 1, of: 1 }

/** For what is measured every five minutes: two of three measurements. */
export const measured: Rhythm = { period: Duration.minutes(5), breaching: 2, of: 3 }

export interface AlarmSettings {
  readonly kind: AlarmKindName
  /** Subject of the alarm, such as `orders-queue`; its id is the subject and the fault. */
  readonly subject?: string
  /** Suffix of the id; the kind by default. */
  readonly fault?: string
  readonly metric: IMetric
  readonly rhythm: Rhythm
  /** Breaching above this value. */
  readonly above?: number
  /** Breaching at or above this value. */
  readonly from?: number
  /** Breaching below this value. */
  readonly below?: number
}

const treatments: Readonly<Record<MissingData, TreatMissingData>> = {
  notBreaching: TreatMissingData.NOT_BREACHING,
  breaching: TreatMissingData.BREACHING,
  ignore: TreatMissingData.IGNORE,
}

/** Creates the alarms of a stage: `raise` one on a metric, finally `summarise` those that page. */
export class Alarms {
  /** By id. */
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

  /** An alarm of a registered kind. It notifies the readers; one that pages is also part of the composite that does. */
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

  /** One page for everything that customers feel, however many alarms a fault raises. */
  summarise(): CompositeAlarm {
    if (this.paging.length > mostChildren)
      throw new Error(
        `${this.paging.length} alarms page, but a composite allows ${mostChildren}; group some.`,
      )
    const kind = 'customers-feel-it'
    const { alarmName, alarmDescription } = this.described(kind, kind)
    const composite = new CompositeAlarm(this.scope, kind, {
      compositeAlarmName: alarmName,
      alarmDescription,
      // By name: a rule may have 10,240 characters, and the ARNs of a hundred alarms have more.
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
  throw new Error('An alarm requires above, from or below.')
}
