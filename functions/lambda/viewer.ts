/**
 * Who asks, where a CDN stands before the gateway (访客). The gateway then sees the CDN's address; the CDN names its
 * viewer's and shows a key that it shares with the functions. Without a CDN no key is set, and nobody is believed.
 */
import { isIP } from 'node:net';
import { isSameKey } from '#functions/same-key.ts';
import { optional } from './settings.ts';

/** The viewer's address: the CDN sets it, whatever the viewer sent. */
export const VIEWER_HEADER = 'x-ceyin-viewer';
/** The key: the CDN sets it on what it hands on, and no viewer ever sees it. */
export const CDN_HEADER = 'x-ceyin-cdn';

/** What of an event of the gateway matters here. */
interface Asked {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestContext: { readonly http: { readonly sourceIp: string } };
}

/** A handler that finds the viewer's address where the gateway's events have it, and neither header. */
export function fromViewer<Event extends Asked, Rest extends readonly unknown[], Answer>(
  handle: (event: Event, ...rest: Rest) => Answer,
): (event: Event, ...rest: Rest) => Answer {
  const key = optional('CEYIN_CDN_KEY');
  return (event, ...rest) => handle(asSeen(event, key), ...rest);
}

/** The event as if the viewer had asked without a CDN; with its own address, where nobody vouches for another. */
export function asSeen<Event extends Asked>(event: Event, key: string | undefined): Event {
  const { [VIEWER_HEADER]: viewer = '', [CDN_HEADER]: shown, ...headers } = event.headers;
  const isVouchedFor = key !== undefined && shown !== undefined && isSameKey(shown, key) && isIP(viewer) !== 0;
  const { requestContext } = event;
  const { http } = requestContext;
  const sourceIp = isVouchedFor ? viewer : http.sourceIp;
  return { ...event, headers, requestContext: { ...requestContext, http: { ...http, sourceIp } } };
}
