import { RemovalPolicy } from 'aws-cdk-lib'
import { RetentionDays } from 'aws-cdk-lib/aws-logs'

/** What differs between a place to try things and the one that people rely on. */
export interface Stage {
  readonly name: 'dev' | 'prod'
  /** For whatever holds data: tables, buckets, queues, keys, users, logs. */
  readonly removalPolicy: RemovalPolicy
  /** Refuses deletion of stacks, table and user pool until it is switched off by hand. */
  readonly protectsData: boolean
  readonly logRetention: RetentionDays
  /** New code gets a tenth of the calls first, and goes back by itself when alarms are raised; else all at once. */
  readonly releasesByCanary: boolean
  /** A firewall and CloudFront may stand in front of its API. */
  readonly mayHaveEdge: boolean
  /** What the account is expected to cost a month at most, in US dollars, unless `-c monthlyDollars=` says otherwise. */
  readonly monthlyDollars: number
}

/** The settings of a stage, by the name that `-c stage=` gives. Error: another name than `dev` or `prod`. */
export function stageNamed(name: string): Stage {
  switch (name) {
    case 'dev':
      return {
        name,
        removalPolicy: RemovalPolicy.DESTROY,
        protectsData: false,
        logRetention: RetentionDays.ONE_WEEK,
        releasesByCanary: false,
        mayHaveEdge: false,
        monthlyDollars: 20,
      }
    case 'prod':
      return {
        name,
        removalPolicy: RemovalPolicy.RETAIN,
        protectsData: true,
        logRetention: RetentionDays.THREE_MONTHS,
        releasesByCanary: true,
        mayHaveEdge: true,
        monthlyDollars: 300,
      }
    default:
      throw new Error(`stage is expected to be dev or prod, not ${name}`)
  }
}

/** The namespace of the metrics that the functions of a stage write: an account may have both. */
export const metricsNamespace = ({ name }: Pick<Stage, 'name'>): string => `Retaguarda/${name}`
