/** The stack that looks at the others: alarms, the dashboard, the budget. */
import { Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { addAlarms } from './alarms.ts';
import { addDashboard } from './dashboard.ts';
import { REGIONS, type Settings } from './settings.ts';
import type { Watched } from './watched.ts';

export function watchStack(scope: Construct, settings: Settings, watched: Watched): void {
  const stack = new Stack(scope, 'watch', {
    env: { region: settings.region },
    description: 'Ceyin: alarms, dashboard, budget',
  });
  const topic = new Topic(stack, 'Alarms', { displayName: `Ceyin ${settings.name}`, enforceSSL: true });
  for (const address of settings.alarms) topic.addSubscription(new EmailSubscription(address));
  const alarms = addAlarms(stack, settings, watched, topic);
  addDashboard(stack, settings, watched, alarms);
  if (REGIONS[settings.region].budgets) addBudget(stack, settings);
}

/** Told at four fifths of the month's amount, and as soon as the whole of it is foreseen. */
function addBudget(stack: Stack, { name, region, budget, alarms }: Settings): void {
  const subscribers = alarms.map((address) => ({ subscriptionType: 'EMAIL', address }));
  const told = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
    subscribers,
  });
  new CfnBudget(stack, 'Budget', {
    budget: {
      budgetName: `ceyin-${name}`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: budget, unit: REGIONS[region].currency },
    },
    notificationsWithSubscribers: [told('ACTUAL', 80), told('FORECASTED', 100)],
  });
}
