import { RemovalPolicy } from 'aws-cdk-lib'
import { RetentionDays } from 'aws-cdk-lib/aws-logs'

/** Differences between development and production. */
export interface Stage {
  readonly name: 'dev' | 'prod'
  /** For everything that holds data: tables, buckets, queues, keys, users, logs. */
  readonly removalPolicy: RemovalPolicy
  /** Deletion protection of stacks, table and user pool. */
  readonly protectsData: boolean
  readonly logRetention: RetentionDays
  /** Canary deployment: new code gets a tenth of the calls first and rolls back on an alarm; otherwise all at once. */
  readonly releasesByCanary: boolean
  /** Whether a firewall and CloudFront can stand in front of the API. */
  readonly mayHaveEdge: boolean
  /** Monthly budget in US dollars, unless `-c monthlyDollars=` sets it. */
  readonly monthlyDollars: number
}

/** Settings of a stage by its name. Error: a name other than `dev` or `prod`. */
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
      throw new Error(`Stage must be dev or prod, not ${name}.`)
  }
}

/** Namespace of a stage's metrics: an account may hold both stages. */
export const metricsNamespace = ({ name }: Pick<Stage, 'name'>): string => `Retaguarda/${name}`
