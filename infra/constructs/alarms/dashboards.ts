import { Duration } from 'aws-cdk-lib'
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import {
  type Alarm,
  AlarmStatusWidget,
  type CompositeAlarm,
  Dashboard,
  GraphWidget,
  type IMetric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { ITable } from 'aws-cdk-lib/aws-dynamodb'
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import {
  ApiGatewayV2HttpApiMonitoring,
  DynamoTableMonitoring,
  LambdaFunctionMonitoring,
  MonitoringFacade,
  SqsQueueMonitoring,
} from 'cdk-monitoring-constructs'
import { Construct, type IConstruct } from 'constructs'
import { type DeployedFunction, deployedFunctions } from '../../deployed-functions.ts'
import type { Stage } from '../../stage.ts'
import type { Api } from '../http-api.ts'
import type { Alarms } from './alarms.ts'
import { type Deployed, subjectOf } from './deployed.ts'
import { ownMetric } from './metric.ts'

export interface DashboardsProps {
  readonly stage: Stage
  readonly deployed: Deployed
  readonly alarms: Alarms
  readonly composite: CompositeAlarm
  readonly api: Api
}

/** Maximum number of alarms of a widget ("Dashboard body structure", CloudWatch API reference). */
const mostAlarms = 100
const width = 24

/** One dashboard for each slice, with its alarms, functions and queues, and one overview. */
export class Dashboards extends Construct {
  private readonly monitoring: MonitoringFacade
  private readonly props: DashboardsProps

  constructor(scope: Construct, props: DashboardsProps) {
    super(scope, 'Dashboards')
    this.props = props
    // Its factories decide what to show of a function or a queue; the dashboards are made here.
    this.monitoring = new MonitoringFacade(this, 'Monitoring', { dashboardFactory: noDashboards })
    this.overview()
    const { functions } = props.deployed
    for (const [slice, uses] of Map.groupBy(functions, ({ handler }) => sliceOf(handler)))
      this.ofSlice(
        slice,
        uses.map(({ handler }) => handler),
      )
  }

  private ofSlice(slice: string, handlers: readonly LambdaFunction[]): void {
    const scopes = new Set(handlers.map(({ node }) => node.scope))
    const queues = this.props.deployed.queues
      .map(({ queue }) => queue)
      .filter(({ node }) => scopes.has(node.scope))
    const subjects = new Set([...handlers, ...queues, ...scopes].map((one) => subjectOf(one as IConstruct)))
    const alarms = [...this.props.alarms.raised.values()]
      .filter(({ subject = '' }) => subjects.has(subject.replace(/-rules(?:-\d+)?$/, '')))
      .map(({ alarm }) => alarm)
    const dashboard = this.dashboard(slice)
    dashboard.addWidgets(...statusOf(`Alarms of ${slice}`, alarms))
    for (const handler of handlers) dashboard.addWidgets(...this.ofFunction(handler))
    for (const queue of queues) dashboard.addWidgets(...this.ofQueue(queue))
  }

  private overview(): void {
    const { stage, alarms, composite, api, deployed } = this.props
    const dashboard = this.dashboard('overview')
    dashboard.addWidgets(
      new TextWidget({
        width,
        height: 2,
        markdown: 'Runbook of an alarm: `docs/operate/runbooks/<group>/<kind>.md`, named in its description.',
      }),
      new AlarmStatusWidget({ title: 'Customer impact', width, height: 2, alarms: [composite] }),
      ...statusOf(
        'All alarms',
        [...alarms.raised.values()].map(({ alarm }) => alarm),
      ),
    )
    const graph = (title: string, ...metrics: IMetric[]) =>
      new GraphWidget({ title, width: width / 4, left: metrics })
    const own = (...[name, options]: [Parameters<typeof ownMetric>[1], Parameters<typeof ownMetric>[3]?]) =>
      ownMetric(stage, name, Duration.minutes(5), { statistic: 'Maximum', ...options })
    const stuck = ['placed', 'packed', 'held'].map((state) => own('OrdersStuck', { dimensions: { state } }))
    dashboard.addWidgets(
      graph('Publish lag (seconds)', own('PublishLagSeconds')),
      graph('Orders past their dispatch time', ...stuck),
      graph('Overdue holds', own('HoldsOverdue')),
      graph(
        'Oversold orders and reconciliation differences',
        own('OrdersOversold'),
        own('ReconciliationDifferences'),
      ),
    )
    const named = { alarmFriendlyName: 'api', humanReadableName: 'HTTP API' }
    const http = new ApiGatewayV2HttpApiMonitoring(this.monitoring, {
      ...named,
      api: api.httpApi as IHttpApi,
    })
    dashboard.addWidgets(...http.widgets())
    for (const table of deployed.tables) {
      const name = subjectOf(table)
      const items = new DynamoTableMonitoring(this.monitoring, {
        table: table as ITable,
        alarmFriendlyName: name,
        humanReadableName: name,
      })
      dashboard.addWidgets(...items.widgets())
    }
  }

  private ofFunction(handler: LambdaFunction) {
    const name = subjectOf(handler)
    const lambdaFunction = handler as IFunction
    return new LambdaFunctionMonitoring(this.monitoring, {
      lambdaFunction,
      alarmFriendlyName: name,
      humanReadableName: name,
    }).widgets()
  }

  private ofQueue(queue: Queue) {
    const name = subjectOf(queue)
    return new SqsQueueMonitoring(this.monitoring, {
      queue,
      alarmFriendlyName: name,
      humanReadableName: name,
    }).widgets()
  }

  private dashboard(name: string): Dashboard {
    return new Dashboard(this, name, {
      dashboardName: `retaguarda-${this.props.stage.name}-${name}`,
      defaultInterval: Duration.hours(8),
    })
  }
}

const noDashboards = {
  addSegment: () => {},
  addDynamicSegment: () => {},
  createdDashboard: () => undefined,
  createdSummaryDashboard: () => undefined,
  createdAlarmDashboard: () => undefined,
  getDashboard: () => undefined,
}

/** The slice of a function: the folder of its entry file. */
function sliceOf(handler: LambdaFunction): string {
  const entry = deployedFunctions[subjectOf(handler) as DeployedFunction]
  const [, slice] = entry.split('/')
  if (slice === undefined) throw new Error(`${entry} is not in the folder of a slice.`)
  return slice
}

function statusOf(title: string, alarms: readonly Alarm[]): AlarmStatusWidget[] {
  const widgets: AlarmStatusWidget[] = []
  for (let from = 0; from < alarms.length; from += mostAlarms) {
    const some = alarms.slice(from, from + mostAlarms)
    widgets.push(
      new AlarmStatusWidget({ title, width, height: 2 + Math.ceil(some.length / 6), alarms: some }),
    )
  }
  return widgets
}
