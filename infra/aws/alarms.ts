/** When someone is called (告警). Each alarm is of a kind; docs/operate.md has a heading for every kind, and alarms link to it. */
import type { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Settings } from './settings.ts';
import { thresholdsOf } from './thresholds.ts';
import type { Watched } from './watched.ts';

/** What each kind says, in a sentence; more stands in docs/operate.md under the kind's name. */
export const ALARM_KINDS = {
  'function-errors': ['函数出错', 'A function fails'],
  'function-throttled': ['函数被限流', 'A function is asked more often than it may run'],
  'function-slow': ['函数变慢', 'A function is slow'],
  'api-failing': ['接口返回 5xx', 'The API answers with 5xx'],
  'api-slow': ['接口变慢', 'The API answers slowly'],
  'table-throttled': ['数据表被限流', 'The table refuses requests for their number'],
  'table-errors': ['数据表出错', 'The table fails'],
  'demand-behind': ['需求计数落后', 'Demand is counted late'],
  'demand-dead-letters': ['有需求事件未能计数', 'An event of demand could not be counted'],
  'changes-waiting': ['变更队列积压', 'Changes wait to be dealt with'],
  'changes-dead-letters': ['有变更未能处理', 'A change could not be dealt with'],
  'pipe-dead-letters': ['有变更未能入队', 'A change could not be put into the queue'],
  'jobs-dead-letters': ['定时任务失败', 'A scheduled job failed'],
  'job-not-run': ['定时任务没有运行', 'A scheduled job did not run'],
  'count-drift': ['需求计数与日志不符', 'Counts of demand differ from the log'],
  'rematch-failed': ['重新匹配失败', 'The re-match of all firms failed'],
  'mail-failed': ['邮件发送失败', 'Mail could not be sent'],
  'backup-failed': ['备份任务失败', 'A backup failed'],
  'restore-point-old': ['可恢复的时间点过旧', 'The latest moment that can be restored is long past'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;
export type AlarmKind = keyof typeof ALARM_KINDS;

export function addAlarms(stack: Stack, settings: Settings, watched: Watched, topic: ITopic): readonly Alarm[] {
  const action = new SnsAction(topic);
  return thresholdsOf(watched).map(({ kind, of, metric, at, below, periods = 1 }) => {
    const name = [kind, of].filter((part) => part !== undefined).join('-');
    const [zh, en] = ALARM_KINDS[kind];
    const which = of === undefined ? '' : ` (${of})`;
    const alarm = new Alarm(stack, name, {
      alarmName: `ceyin-${settings.name}-${name}`,
      alarmDescription: `${zh}${which}。${en}${which}. ${settings.runbook}#${kind}`,
      metric,
      threshold: at,
      evaluationPeriods: periods,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // Nothing happening is well, but for what has to happen.
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  });
}
