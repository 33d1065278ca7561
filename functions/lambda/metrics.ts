/** In namespace `Ceyin`, with the function's name as dimension `service`. */
export const METRICS = {
  MatchLatency: 'Milliseconds',
  ImportRows: 'Count',
  /** From the writing of an event to its counting. */
  DemandLag: 'Milliseconds',
  /** Counters that did not hold the sum of their firms. */
  CountDrift: 'Count',
  /** Firms and measures that the night found not yet counted. */
  DemandBehind: 'Count',
  RematchFirms: 'Count',
  RematchGained: 'Count',
  RematchLost: 'Count',
  OverdueRequests: 'Count',
  MailSent: 'Count',
  MailFailed: 'Count',
  /** How far the latest moment that can be restored lies back. */
  BackupAge: 'Seconds',
} as const;
export type MetricName = keyof typeof METRICS;
export const NAMESPACE = 'Ceyin';
