/** The OpenAPI document as a table of calls; what does not fit the expected shape is left out. */

export interface Call {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly open: boolean;
  readonly parameters: readonly {
    readonly name: string;
    readonly where: string;
    readonly required: boolean;
    readonly meaning: string;
  }[];
  readonly body: boolean;
  readonly answers: readonly { readonly status: string; readonly meaning: string }[];
}
export interface CallGroup {
  readonly tag: string;
  /** The tag's name for readers, or the tag where it has none. */
  readonly title: string;
  readonly calls: readonly Call[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export function callGroups(document: unknown, other: string): CallGroup[] {
  const paths = at(document, 'paths');
  const calls = Object.entries(isRecord(paths) ? paths : {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = at(item, method);
      return isRecord(operation) ? [{ tag: tagOf(operation) ?? other, call: callOf(method, path, operation) }] : [];
    }),
  );
  const titles = new Map(
    listOf(at(document, 'tags')).flatMap((tag): [string, string][] => {
      const title = text(at(tag, 'x-displayName'));
      return title === '' ? [] : [[text(at(tag, 'name')), title]];
    }),
  );
  return [...new Set(calls.map(({ tag }) => tag))].map((tag) => ({
    tag,
    title: titles.get(tag) ?? tag,
    calls: calls.filter((one) => one.tag === tag).map(({ call }) => call),
  }));
}

function callOf(method: string, path: string, operation: Dictionary): Call {
  const security = listOf(operation.security);
  return {
    key: `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    summary: text(operation.summary),
    // An empty requirement among the alternatives means that nobody needs to sign in.
    open: security.length === 0 || security.some((one) => isRecord(one) && Object.keys(one).length === 0),
    parameters: listOf(operation.parameters)
      .filter(isRecord)
      .map((parameter) => ({
        name: text(parameter.name),
        where: text(parameter.in),
        required: parameter.required === true,
        meaning: text(parameter.description) || text(at(parameter.schema, 'description')),
      })),
    body: isRecord(operation.requestBody),
    answers: Object.entries(isRecord(operation.responses) ? operation.responses : {}).map(([status, answer]) => ({
      status,
      meaning: text(at(answer, 'description')),
    })),
  };
}

type Dictionary = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Dictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
function tagOf({ tags }: Dictionary): string | undefined {
  const [tag] = listOf(tags);
  return typeof tag === 'string' ? tag : undefined;
}
