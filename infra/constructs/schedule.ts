import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, Schedule as ScheduleExpression } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { KeyUser } from '../../shared/table/keys.ts'
import type { DeployedFunction } from '../deployed-functions.ts'
import type { Stage } from '../stage.ts'
import { acknowledge } from './acknowledge.ts'
import { bundledFunction } from './bundled-function.ts'
import { keyGrants, readTable } from './table-access.ts'

export interface ScheduleProps {
  readonly stage: Stage
  readonly bundles: string
  readonly bundle: DeployedFunction & KeyUser
  readonly description: string
  readonly every: Duration
  readonly table: Table
}

/** A scheduled function. A failed run is not repeated: the next run processes what it left. */
export class Schedule extends Construct {
  readonly handler: LambdaFunction

  constructor(scope: Construct, id: string, props: ScheduleProps) {
    super(scope, id)
    const { stage, bundles, bundle, description, every, table } = props
    this.handler = bundledFunction(this, 'Schedule', {
      stage,
      bundles,
      bundle,
      description,
      // It processes all stores; it must end before the next run starts.
      timeout: Duration.seconds(Math.min(every.toSeconds(), 240)),
      memory: 512,
      environment: { TABLE_NAME: table.tableName },
      permissions: [readTable(table), ...keyGrants(table, bundle)],
    })
    const schedule = new Rule(this, 'Rule', {
      schedule: ScheduleExpression.rate(every),
      targets: [new FunctionTarget(this.handler, { retryAttempts: 0, maxEventAge: every })],
    })
    acknowledge(schedule, {
      'Serverless-EventBusDLQ':
        'A missed run is not repeated: the next one processes what it left, and an alarm reports a silent schedule.',
    })
  }
}
