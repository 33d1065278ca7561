import { matchedRoutes } from 'hono/route';
import type { ApiContext } from '../env.ts';

/** The route that will answer, known before it does; undefined where none fits. */
export const routeOf = (c: ApiContext): { readonly method: string; readonly path: string } | undefined =>
  matchedRoutes(c).find(({ method }) => method !== 'ALL');
