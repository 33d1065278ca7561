import { LineCounter, parseDocument, type Document, isNode, isPair, isMap, isScalar } from 'yaml';

/** A fault of the catalogue: where it is, what is wrong, and what would be right. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** What is written there cannot stand, whatever else is changed: it cannot be read, or nothing of that name is known. */
  readonly final?: true;
}
export type Path = readonly (string | number)[];

/** A YAML file with its text positions; `problems` collects what is wrong with it. */
export class Source {
  readonly file: string;
  readonly data: unknown;
  readonly problems: Problem[] = [];
  readonly #document: Document;
  readonly #lines = new LineCounter();

  constructor(file: string, text: string) {
    this.file = file;
    this.#document = parseDocument(text, { lineCounter: this.#lines, uniqueKeys: true });
    for (const error of this.#document.errors) this.#add(error.pos[0], error.message.split('\n')[0] ?? error.message);
    this.data = this.#document.errors.length === 0 ? this.#document.toJS({ maxAliasCount: 100 }) : undefined;
  }

  /** Notes a problem at the value with this path, or at the nearest value that exists. Gives undefined, for readers that stop there. */
  problem(path: Path, message: string): undefined {
    this.#add(this.#offset(path), message);
    return undefined;
  }

  /** The same so many characters into a value that cannot be read. */
  unreadable(path: Path, message: string, at: number): undefined {
    this.#add(this.#offset(path) + at, message, true);
    return undefined;
  }

  /** The same at the key instead of its value, for entries that should not be there. */
  problemAtKey(path: Path, message: string): undefined {
    this.#add(this.#keyOffset(path) ?? this.#offset(path), message, true);
    return undefined;
  }

  /** The first and last line of the entry with this path, its key included; undefined where there is none. */
  linesOf(path: Path): readonly [first: number, last: number] | undefined {
    const node = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    if (!isNode(node) || !node.range) return undefined;
    const [start, end] = node.range;
    const first = this.#keyOffset(path) ?? start;
    return [this.#lines.linePos(first).line, this.#lines.linePos(Math.max(first, end - 1)).line];
  }

  #offset(path: Path): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const steps = path.slice(0, length);
      const node = length === 0 ? this.#document.contents : this.#document.getIn(steps, true);
      const key = this.#keyOffset(steps);
      if (isNode(node) && node.range) {
        if (isMap(node) && key !== undefined) return key;
        const quoted = isScalar(node) && (node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE');
        return node.range[0] + (quoted ? 1 : 0);
      }
      if (key !== undefined) return key;
    }
    return 0;
  }

  #keyOffset(path: Path): number | undefined {
    const parent = path.length < 2 ? this.#document.contents : this.#document.getIn(path.slice(0, -1), true);
    if (!isMap(parent)) return undefined;
    const pair = parent.items.find(
      (item) => isPair(item) && isNode(item.key) && String(item.key) === String(path.at(-1)),
    );
    return pair && isNode(pair.key) ? pair.key.range?.[0] : undefined;
  }

  #add(offset: number, message: string, final = false): void {
    const { line, col } = this.#lines.linePos(offset);
    this.problems.push({ file: this.file, line, column: col, message, ...(final ? { final } : {}) });
  }
}

export const formatProblem = ({ file, line, column, message }: Problem): string =>
  `${file}:${line}:${column}: ${message}`;
