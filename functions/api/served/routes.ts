/** `/v1/catalogue/current`: what has been entered or released since a program was built. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { updateBetween, type Update } from '#rules/engine/update.ts';
import type { Deps, LoadedCatalogue } from '../deps.ts';
import type { ApiEnv } from '../env.ts';
import { many } from '../fields.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json } from '../route.ts';
import { ifNoneMatchHeader, isUnchanged } from '../version.ts';

const UpdateView = z
  .record(
    z.string(),
    z.union([
      z.strictObject({ entries: z.record(z.string(), z.unknown()), gone: z.array(z.string()).readonly() }),
      z.strictObject({
        listed: z.array(z.looseObject({ id: z.string() })).readonly(),
        order: z.array(z.string()).readonly().exactOptional(),
      }),
      z.strictObject({ value: z.unknown() }),
    ]),
  )
  .openapi('CatalogueUpdate', {
    description:
      'Per part of the compiled catalogue that differs: entries of a record that are new or different and those that are gone; or entries of a list by id, with the ids in their order where that has changed; or another value.',
  });

const current = defineRoute({
  method: 'get',
  path: '/v1/catalogue/current',
  access: { right: 'measures.read' },
  tag: 'downloads',
  summary: {
    zh: '现行目录与程序自带目录的差别',
    en: 'How the catalogue in force differs from the one a program was built with',
  },
  request: {
    headers: ifNoneMatchHeader,
    query: z.object({
      from: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .openapi({ description: 'The hash of the catalogue at hand: the one this version was built with.' }),
      texts: many(z.enum(['zh', 'en']), 2).openapi({ description: 'Languages whose texts are wanted as well.' }),
    }),
  },
  responses: {
    200: json(
      z
        .object({
          from: z.string(),
          hash: z
            .string()
            .openapi({ description: 'Of the catalogue in force; the same as `from` where nothing differs.' }),
          rules: UpdateView,
          texts: z.object({ zh: UpdateView.exactOptional(), en: UpdateView.exactOptional() }),
        })
        .openapi('CatalogueCurrent'),
      'What to change in the catalogue at hand; little, as a rule.',
    ),
    304: { description: 'Unchanged since the ETag sent.' },
  },
  problems: ['not-found'],
});

export function currentRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  app.openapi(current, (c) => {
    const { from, texts: langs } = c.req.valid('query');
    const [built, now] = [deps.builtCatalogue(), deps.catalogue()];
    if (from !== built.rules.hash) return refuse(c, 'not-found');
    // Asked for before every check: a call that was entered a moment ago counts.
    c.header('cache-control', 'public, no-cache');
    const { hash } = now.rules;
    if (isUnchanged(c, `"${[hash.slice(0, 16), ...new Set(langs)].join('.')}"`)) return c.body(null, 304);
    const { rules, zh, en } = updatesOf(built, now);
    const texts = { ...(langs.includes('zh') ? { zh } : {}), ...(langs.includes('en') ? { en } : {}) };
    return c.json({ from, hash, rules, texts }, 200);
  });
  return app;
}

type Updates = Readonly<Record<'rules' | 'zh' | 'en', Update>>;
const known = new WeakMap<LoadedCatalogue, Updates>();

/** Megabytes are compared: once per catalogue. */
function updatesOf(built: LoadedCatalogue, now: LoadedCatalogue): Updates {
  const before = known.get(now);
  if (before) return before;
  const updates = {
    rules: updateBetween(built.rules, now.rules),
    zh: updateBetween(built.texts.zh, now.texts.zh),
    en: updateBetween(built.texts.en, now.texts.en),
  };
  known.set(now, updates);
  return updates;
}
