/** The OpenAPI document as a page to read: no script, nothing from elsewhere; summaries in both languages side by side. */
import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { z } from '@hono/zod-openapi';
import type { Lang } from '#rules/engine/types.ts';
import { TAGS } from './tags.ts';

type Html = ReturnType<typeof html>;

const Schema = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof Schema>;
const Content = z.record(z.string(), z.object({ schema: Schema.optional() })).optional();
const Operation = z.object({
  summary: z.string(),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.unknown())).default([]),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().optional(),
        schema: Schema.default({}),
      }),
    )
    .default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: Content })),
});
const Document = z.object({
  info: z.object({ title: z.string(), description: z.string(), version: z.string() }),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});
type Document = z.infer<typeof Document>;
type Both = Readonly<Record<Lang, string>>;

const SAY = {
  open: { zh: '无需登录', en: 'No sign-in' },
  signed: { zh: '需要登录', en: 'Sign-in' },
  parameters: { zh: '参数', en: 'Parameters' },
  body: { zh: '请求体', en: 'Body' },
  answers: { zh: '返回', en: 'Answers' },
  schemas: { zh: '数据结构', en: 'Schemas' },
  contents: { zh: '目录', en: 'Contents' },
  required: { zh: '必填', en: 'required' },
  document: { zh: 'OpenAPI 3.1 文件', en: 'OpenAPI 3.1 document' },
} as const satisfies Record<string, Both>;

const STYLE = `
:root{color-scheme:light dark;font:16px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
body{margin:0 auto;max-width:64rem;padding:1rem}
h1{font-size:1.6rem}h2{margin-top:3rem;border-bottom:2px solid}h3{font-size:1.1rem;margin-bottom:.25rem}
code,pre{font-family:ui-monospace,Consolas,monospace;font-size:.9em;overflow-wrap:anywhere}
article{border:1px solid #8888;border-radius:.5rem;padding:.25rem 1rem 1rem;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{border-top:1px solid #8886;padding:.25rem .5rem .25rem 0;text-align:left;vertical-align:top}
ul.contents{columns:16rem;padding-left:1.2rem}
.method{display:inline-block;min-width:4em;font-weight:700}
.en{opacity:.85}
summary{cursor:pointer;min-height:1.75rem}
a{color:LinkText}
`;
/** What lets a browser take the page's one style and nothing else. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

const both = ({ zh, en }: Both): string => `${zh} ${en}`;

/** The page, from the document in both languages. */
export function docsPage(documents: Readonly<Record<Lang, unknown>>, lang: Lang): Html {
  const [zh, en] = [Document.parse(documents.zh), Document.parse(documents.en)];
  const spoken = { zh, en }[lang];
  const groups = Map.groupBy(operationsOf({ zh, en }, spoken), ({ tag }) => tag);
  return html`<!doctype html>
    <html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${zh.info.title} ${en.info.title} API</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <h1>${zh.info.title} ${en.info.title} API</h1>
          <p lang="zh-CN">${zh.info.description}</p>
          <p lang="en">${en.info.description}</p>
          <p><a href="/v1/openapi.json?lang=${lang}">${both(SAY.document)}</a></p>
        </header>
        <nav aria-label="${both(SAY.contents)}">
          <h2>${both(SAY.contents)}</h2>
          <ul class="contents">
            ${[...groups.keys()].map((tag) => html`<li><a href="#${tag}">${both(titleOf(tag))}</a></li>`)}
            <li><a href="#schemas">${both(SAY.schemas)}</a></li>
          </ul>
        </nav>
        <main>
          ${[...groups].map(
            ([tag, operations]) =>
              html`<section id="${tag}">
                <h2>${both(titleOf(tag))}</h2>
                ${operations.map(operationView)}
              </section>`,
          )}
          <section id="schemas">
            <h2>${both(SAY.schemas)}</h2>
            ${Object.entries(spoken.components.schemas).map(
              ([name, schema]) =>
                html`<article id="schema-${name}">
                  <h3><code>${name}</code></h3>
                  ${schemaView(schema)}
                </article>`,
            )}
          </section>
        </main>
      </body>
    </html>`;
}

interface Shown {
  readonly tag: string;
  readonly method: string;
  readonly path: string;
  readonly summaries: Both;
  readonly operation: z.infer<typeof Operation>;
}

/** Every operation as the document in one language has it. */
const operationsOf = ({ zh, en }: Readonly<Record<Lang, Document>>, spoken: Document): Shown[] =>
  Object.entries(spoken.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      tag: operation.tags[0] ?? '',
      method: method.toUpperCase(),
      path,
      summaries: { zh: zh.paths[path]?.[method]?.summary ?? '', en: en.paths[path]?.[method]?.summary ?? '' },
      operation,
    })),
  );

const titleOf = (tag: string): Both => TAGS[tag] ?? { zh: tag, en: '' };

function operationView({ method, path, summaries, operation }: Shown): Html {
  const { parameters, requestBody, responses, security } = operation;
  const open = security.length === 0 || security.some((each) => Object.keys(each).length === 0);
  return html`<article>
    <h3><span class="method">${method}</span> <code>${path}</code></h3>
    <p><span lang="zh-CN">${summaries.zh}</span><br /><span class="en" lang="en">${summaries.en}</span></p>
    <p>${both(open ? SAY.open : SAY.signed)}</p>
    ${
      parameters.length === 0
        ? ''
        : html`<details>
            <summary>${both(SAY.parameters)} (${parameters.length})</summary>
            <table>
              ${parameters.map(
                ({ name, in: where, required, description, schema }) =>
                  html`<tr>
                    <th scope="row"><code>${name}</code></th>
                    <td>${where}${required ? `, ${both(SAY.required)}` : ''}</td>
                    <td>${typeOf(schema)}</td>
                    <td>${description ?? textOf(schema.description)}</td>
                  </tr>`,
              )}
            </table>
          </details>`
    }
    ${
      requestBody
        ? html`<details>
            <summary>${both(SAY.body)}</summary>
            ${contentView(requestBody.content)}
          </details>`
        : ''
    }
    <details>
      <summary>${both(SAY.answers)} (${Object.keys(responses).join(', ')})</summary>
      <table>
        ${Object.entries(responses).map(
          ([status, { description, content }]) =>
            html`<tr>
              <th scope="row">${status}</th>
              <td>${description}</td>
              <td>${contentView(content)}</td>
            </tr>`,
        )}
      </table>
    </details>
  </article>`;
}

const contentView = (content: z.infer<typeof Content>): Html[] =>
  Object.entries(content ?? {}).map(
    ([type, { schema = {} }]) => html`<div><code>${type}</code> ${schemaView(schema)}</div>`,
  );

const Properties = z.object({
  properties: z.record(z.string(), Schema),
  required: z.array(z.string()).default([]),
});

/** An object's properties as a table; anything else by its type. */
function schemaView(schema: Schema): Html {
  const object = Properties.safeParse(schema);
  if (!object.success) return html`<p>${typeOf(schema)} ${textOf(schema.description)}</p>`;
  const { properties, required } = object.data;
  return html`<table>
    ${Object.entries(properties).map(
      ([name, each]) =>
        html`<tr>
          <th scope="row"><code>${name}</code>${required.includes(name) ? '' : '?'}</th>
          <td>${typeOf(each)}</td>
          <td>${textOf(each.description)}</td>
        </tr>`,
    )}
  </table>`;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const Choices = z.array(Schema);

/** A schema's type in a few words, with links to the named ones. */
function typeOf(schema: Schema): Html {
  const name = /^#\/components\/schemas\/(.+)$/.exec(textOf(schema.$ref))?.[1];
  if (name !== undefined) return html`<a href="#schema-${name}"><code>${name}</code></a>`;
  if (Array.isArray(schema.enum)) return html`${schema.enum.map((each) => JSON.stringify(each)).join(' | ')}`;
  if (schema.const !== undefined) return html`${JSON.stringify(schema.const)}`;
  const choices = Choices.safeParse(schema.anyOf ?? schema.oneOf ?? schema.allOf);
  if (choices.success) {
    return html`${choices.data.map((each, index) => html`${index === 0 ? '' : ' | '}${typeOf(each)}`)}`;
  }
  const items = Schema.safeParse(schema.items);
  if (items.success) return html`${typeOf(items.data)}[]`;
  const nested = Properties.safeParse(schema);
  if (nested.success) {
    const { properties, required } = nested.data;
    return html`{
    ${Object.entries(properties).map(
      ([key, each], index) =>
        html`${index === 0 ? '' : ', '}<code>${key}</code>${required.includes(key) ? '' : '?'}: ${typeOf(each)}`,
    )}
    }`;
  }
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : textOf(schema.type);
  const format = textOf(schema.format);
  return html`${type}${format === '' ? '' : ` (${format})`}`;
}
