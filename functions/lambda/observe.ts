/** What a function says of itself: log lines and metrics without a figure, a firm or a person. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { nameOf, type Log } from '#functions/api/log.ts';
import { METRICS, NAMESPACE, type MetricName } from './metrics.ts';

const logger = new Logger();
const metrics = new Metrics({ namespace: NAMESPACE });

/** The log of the functions: the closed set of fields, with the invocation's own id beside them. */
export const log: Log = {
  info(event, fields = {}) {
    logger.info(event, { ...fields });
    const metric = MEASURED[event];
    if (metric !== undefined && fields.count !== undefined) measure(metric, fields.count);
  },
  error: (event, fields = {}) => logger.error(event, { ...fields }),
};

/** Events of the log whose count is a metric. */
const MEASURED: Readonly<Record<string, MetricName | undefined>> = { 'import-rows': 'ImportRows' };

export function measure(name: MetricName, value: number): void {
  metrics.addMetric(name, METRICS[name], value);
}

/**
 * A handler that is followed: its lines carry the invocation's id, its metrics go out at its end, and of an error that
 * it throws Lambda learns the name and the place, never the message, which may hold figures.
 */
export function followed<Event, Answer>(
  handle: (event: Event, context: Context) => Promise<Answer>,
): (event: Event, context: Context) => Promise<Answer> {
  return async (event, context) => {
    logger.addContext(context);
    try {
      return await handle(event, context);
    } catch (error) {
      const name = nameOf(error);
      log.error('function-failed', { error: name });
      throw Object.assign(new Error(name), { stack: undefined });
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
  };
}

/** How long it took, in milliseconds, as a metric. */
export async function timed<T>(name: MetricName, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    return await work();
  } finally {
    measure(name, performance.now() - started);
  }
}
