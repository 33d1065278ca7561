import type { Writer } from './writer.ts';

/** Text by number, encoded once and kept in one piece of memory. */
export class Pieces {
  #bytes = Buffer.alloc(1 << 16);
  #length = 0;
  /** Where each begins and ends. */
  #ends = new Int32Array(1 << 12);

  /** Copies what stands under a number; false where nothing does. */
  copyTo(out: Writer, number: number): boolean {
    const end = this.#ends[2 * number + 1] ?? 0;
    if (end === 0) return false;
    out.copy(this.#bytes, this.#ends[2 * number] ?? 0, end);
    return true;
  }

  put(number: number, text: string): void {
    const bytes = Buffer.from(text);
    const start = this.#length;
    this.#length += bytes.length;
    if (this.#length > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#length)]);
    if (2 * number + 1 >= this.#ends.length) {
      const more = new Int32Array(4 * (number + 1));
      more.set(this.#ends);
      this.#ends = more;
    }
    this.#bytes.set(bytes, start);
    this.#ends[2 * number] = start;
    this.#ends[2 * number + 1] = this.#length;
  }
}
