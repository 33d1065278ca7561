/** Requests to every route of the OpenAPI document: right ones, nearly right ones, and ones meant to do harm. */
import fc from 'fast-check';
import { z } from 'zod';
import { ROLES } from '#functions/identity/principal.ts';
import { RIGHT_NAMES, ruleOf } from '#functions/identity/rights.ts';
import { examples } from '../examples/all.ts';
import type { Asked } from '../examples/example.ts';
import { FOREIGN, OWN } from '../world.ts';
import { describedBy, disturbed, hostile, HOSTILE_TEXTS, type Schema } from './schema.ts';

const SchemaOf = z.record(z.string(), z.unknown());
const Operation = z.object({
  'x-access': z.object({ right: z.enum(RIGHT_NAMES) }),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: SchemaOf.default({}) })).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: SchemaOf.default({}) })) }).optional(),
});
const Document = z.object({
  components: z.object({ schemas: z.record(z.string(), SchemaOf) }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

export interface Sent {
  readonly route: string;
  readonly method: string;
  /** Who sends it: a role, nobody, or someone with a token that is none. */
  readonly who: (typeof ROLES)[number] | 'nobody' | 'forger';
  /** Whether it starts from the route's example, which first puts into the store what it needs. */
  readonly from: 'example' | 'document';
  /** The request, given what the example says, if anything. */
  readonly make: (example: Asked | undefined) => Made;
}
export interface Made {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyInit | undefined;
}

/** Arbitrary requests, each route as often as any other. */
export function requestsTo(document: unknown): fc.Arbitrary<Sent> {
  const { components, paths } = Document.parse(document);
  const valueOf = describedBy(components.schemas);
  return fc.oneof(
    ...Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => requestTo(valueOf, path, method.toUpperCase(), operation)),
    ),
  );
}

function requestTo(
  valueOf: (schema: Schema) => fc.Arbitrary<unknown>,
  path: string,
  method: string,
  { parameters, requestBody, 'x-access': access }: z.infer<typeof Operation>,
): fc.Arbitrary<Sent> {
  const route = `${method} ${path}`;
  const { by } = ruleOf(access.right);
  const holders = by === 'everyone' ? [] : ROLES.filter((role) => by[role]);
  const named = (where: string) => parameters.filter((each) => each.in === where);
  const [mediaType, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  return fc
    .record({
      from: fc.constantFrom('example', 'example', 'document'),
      who: fc.oneof(
        { arbitrary: fc.constantFrom(...(holders.length > 0 ? holders : ROLES)), weight: 3 },
        { arbitrary: fc.constantFrom(...ROLES, 'nobody' as const, 'forger' as const), weight: 1 },
      ),
      params: fc.record(
        Object.fromEntries(named('path').map(({ name, schema }) => [name, inAddress(valueOf(schema))])),
      ),
      query: fc.record(
        Object.fromEntries(named('query').map(({ name, schema }) => [name, inAddress(valueOf(schema))])),
        { requiredKeys: [] },
      ),
      headers: fc.record(
        Object.fromEntries(named('header').map(({ name, schema }) => [name, inHeader(valueOf(schema))])),
        { requiredKeys: [] },
      ),
      odd: fc.record(
        { 'content-type': CONTENT_TYPES, 'accept-language': LANGUAGES, 'x-request-id': inHeader(hostile) },
        {
          requiredKeys: [],
        },
      ),
      stray: fc.option(fc.tuple(fc.constantFrom('lang', 'cursor', 'limit', 'asOf', 'x'), inAddress(hostile)), {
        freq: 3,
      }),
      body: media ? valueOf(media.schema) : fc.constant(undefined),
      other: hostile,
      pick: fc.nat(1000),
      how: fc.constantFrom('right', 'right', 'disturbed', 'disturbed', 'hostile', 'raw'),
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 60 }),
        fc.json().map((text) => new TextEncoder().encode(text)),
      ),
      keep: fc.nat(7),
    })
    .map((drawn): Sent => {
      const { from, who, params, query, headers, odd, stray, body, other, pick, how, bytes, keep } = drawn;
      const make = (given: Asked | undefined): Made => {
        const example = from === 'example' ? given : undefined;
        const place = example && keep > 0 ? example.path : filled(path, params);
        const added = new URLSearchParams(example && keep > 3 ? {} : pairs(query));
        if (stray && keep % 4 === 0) added.append(...stray);
        const own = example?.body !== undefined ? example.body : body;
        const oddly = keep === 1;
        return {
          path: `${place}${added.size === 0 ? '' : `${place.includes('?') ? '&' : '?'}${added.toString()}`}`,
          headers: {
            ...(media && mediaType !== 'multipart/form-data' ? { 'content-type': mediaType ?? '' } : {}),
            ...example?.headers,
            ...(example && keep > 4 ? {} : headers),
            ...(oddly ? odd : {}),
          },
          body: media ? bodyOf(how, own, { other, pick, bytes, form: mediaType === 'multipart/form-data' }) : undefined,
        };
      };
      return { route, method, who, from, make };
    });
}

interface Means {
  readonly other: unknown;
  readonly pick: number;
  readonly bytes: Uint8Array;
  readonly form: boolean;
}

function bodyOf(how: string, own: unknown, { other, pick, bytes, form }: Means): BodyInit {
  const raw = new Uint8Array(bytes);
  if (how === 'raw') return raw;
  if (form) {
    if (own instanceof FormData && how === 'right') return own;
    const made = new FormData();
    made.append(how === 'hostile' ? 'other' : 'file', new File([raw], `${String(pick)}.csv`));
    return made;
  }
  const value = how === 'right' ? own : how === 'hostile' ? other : disturbed(own, pick, other);
  return textOf(value);
}

/** Objects that are there are named more often than others. */
const KNOWN = fc.constantFrom(
  OWN,
  FOREIGN,
  'cn-hnte',
  'cy-ai-compute',
  'latest',
  '2026-chaoyang',
  '2026-07-01',
  '0',
  '1',
);
const inText = (value: unknown): string => (typeof value === 'string' ? value : textOf(value));
/** As JSON; nothing where there is nothing. */
const textOf = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));
const inAddress = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: valid.map(inText), weight: 4 },
    { arbitrary: KNOWN, weight: 2 },
    { arbitrary: fc.constantFrom(...HOSTILE_TEXTS), weight: 1 },
  );
/** What a client can send at all: no line breaks, one byte a character. */
const inHeader = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc
    .oneof(
      valid.map(inText),
      fc.constantFrom('"v1"', '"v2"', 'W/"v1"', '*', 'v1', '""', '"v999999999999999"', 'a-key-of-mine'),
    )
    .map((text) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?').trim());
const CONTENT_TYPES = fc.constantFrom(
  'application/json',
  'text/plain',
  'application/json; charset=gbk',
  'multipart/form-data',
  '',
  'a/b;;',
);
const LANGUAGES = fc.constantFrom('en', 'zh-CN,zh;q=0.9', 'fr', ';;q=', '*', 'en;q=abc');

const filled = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(params[name] ?? ''));
/** Half a character cannot be written in an address. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
const pairs = (query: Readonly<Record<string, string | undefined>>): [string, string][] =>
  Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));

/** The example of a route, which every route has. */
export const exampleOf = (route: string) => {
  const example = examples[route];
  if (!example) throw new Error(`${route} has no example.`);
  return example;
};
