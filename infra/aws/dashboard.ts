/** One page of curves (监控面板): from what people notice, at the top, to what keeps it going. */
import type { Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  PeriodOverride,
  Stats,
  TextWidget,
  type Alarm,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { FIVE_MINUTES, ofRematch, ofTable, own, streamAge, waiting } from './metrics.ts';
import type { Settings } from './settings.ts';
import type { Watched } from './watched.ts';

export function addDashboard(stack: Stack, settings: Settings, watched: Watched, alarms: readonly Alarm[]): void {
  const { functions, feed, http } = watched;
  const sum = { statistic: Stats.SUM };
  const each = Object.values(functions);
  new Dashboard(stack, 'Dashboard', {
    dashboardName: `ceyin-${settings.name}`,
    periodOverride: PeriodOverride.AUTO,
    widgets: [
      [
        new TextWidget({
          markdown: `# 策引 Ceyin: ${settings.name}\n从上到下：告警；人们感受到的；正在处理的；每夜的。各项含义见 [operate.md](${settings.runbook})。`,
          width: 24,
          height: 2,
        }),
      ],
      [new AlarmStatusWidget({ title: '告警 Alarms', alarms: [...alarms], width: 24, height: 6 })],
      [
        graph('请求 Requests', [
          http.stage.metricCount({ ...sum, period: FIVE_MINUTES }),
          http.stage.metricClientError({ ...sum, period: FIVE_MINUTES }),
          http.stage.metricServerError({ ...sum, period: FIVE_MINUTES }),
        ]),
        graph('耗时（毫秒） Latency (ms)', [
          http.stage.metricLatency({ statistic: Stats.p(50), period: FIVE_MINUTES, label: 'p50' }),
          http.stage.metricLatency({ statistic: Stats.p(99), period: FIVE_MINUTES, label: 'p99' }),
          own('match', 'MatchLatency', { statistic: Stats.p(99) }),
        ]),
      ],
      [
        graph(
          '函数错误 Errors',
          each.map((made) => made.metricErrors({ period: FIVE_MINUTES })),
        ),
        graph(
          '函数并发 Instances at once',
          each.map((made) => made.metric('ConcurrentExecutions', { statistic: Stats.MAXIMUM, period: FIVE_MINUTES })),
        ),
      ],
      [
        graph('需求计数滞后（毫秒） Lag of the counts (ms)', [
          streamAge(watched),
          own('demand', 'DemandLag', { statistic: Stats.p(99) }),
        ]),
        graph('队列 Queues', [
          waiting(feed.changes),
          waiting(feed.changesDead),
          waiting(feed.demandDead),
          waiting(feed.pipeDead),
          waiting(feed.jobsDead),
        ]),
      ],
      [
        graph('数据表用量 Table: units', [
          ofTable(watched, 'ConsumedReadCapacityUnits', sum),
          ofTable(watched, 'ConsumedWriteCapacityUnits', sum),
        ]),
        graph('数据表限流 Table: throttled', [
          ofTable(watched, 'ReadThrottleEvents', sum),
          ofTable(watched, 'WriteThrottleEvents', sum),
        ]),
      ],
      [
        graph('重新匹配 Re-match', [
          own('rematch', 'RematchFirms', sum),
          own('rematch', 'RematchGained', sum),
          own('rematch', 'RematchLost', sum),
          ofRematch(watched, 'ExecutionsFailed'),
        ]),
        graph('每夜对账与邮件 Nightly count, imports, mail', [
          own('nightly', 'CountDrift', { statistic: Stats.MAXIMUM }),
          own('nightly', 'DemandBehind', { statistic: Stats.MAXIMUM }),
          own('api', 'ImportRows', sum),
          own('changes', 'MailSent', sum),
          own('digests', 'MailSent', sum),
        ]),
      ],
    ],
  });
}

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: 12, height: 6 });
