import { Aws } from 'aws-cdk-lib'
import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { Stage } from '../../stage.ts'

/**
 * Notifies when the account's cost reaches 80 % of the monthly budget, and when the forecast exceeds it. It covers the
 * whole account: cost by tag needs an activation by hand.
 * Error: a budget that is not above 0.
 */
export function watchCosts(scope: Construct, { name }: Stage, monthlyDollars: number, notices: Topic): void {
  if (!(monthlyDollars > 0)) throw new Error('monthlyDollars must be a number above 0.')
  notices.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('budgets.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [notices.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  )
  const notice = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: {
      notificationType,
      threshold,
      thresholdType: 'PERCENTAGE',
      comparisonOperator: 'GREATER_THAN',
    },
    subscribers: [{ subscriptionType: 'SNS', address: notices.topicArn }],
  })
  new CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: `retaguarda-${name}`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: monthlyDollars, unit: 'USD' },
    },
    notificationsWithSubscribers: [notice('ACTUAL', 80), notice('FORECASTED', 100)],
  })
}
