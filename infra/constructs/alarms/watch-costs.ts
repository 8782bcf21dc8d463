import { Aws } from 'aws-cdk-lib'
import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { Stage } from '../../stage.ts'

/**
 * Tells when the account has cost four fifths of what a month may cost, and when it looks as if it will cost more. Of
 * the whole account: costs are told apart by tags only where somebody has switched that on.
 * Error: a limit that is not above 0.
 */
export function watchCosts(scope: Construct, { name }: Stage, monthlyDollars: number, tell: Topic): void {
  if (!(monthlyDollars > 0)) throw new Error('monthlyDollars is expected to be a number above 0')
  tell.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('budgets.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [tell.topicArn],
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
    subscribers: [{ subscriptionType: 'SNS', address: tell.topicArn }],
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
