/** Collects text and bytes in a buffer of its own, which is sent as it is. */
export class Writer {
  #room: Buffer<ArrayBuffer>;
  #length = 0;

  /** @param expected bytes; more are taken too. */
  constructor(expected: number) {
    this.#room = Buffer.allocUnsafeSlow(expected);
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  add(text: string): void {
    // No character takes more than three bytes for each of its code units.
    this.#reserve(text.length * 3);
    this.#length += this.#room.write(text, this.#length, 'utf8');
  }

  copy(bytes: Buffer, start = 0, end = bytes.length): void {
    this.#reserve(end - start);
    bytes.copy(this.#room, this.#length, start, end);
    this.#length += end - start;
  }

  /** Once more what stands in the answer already, an item and its comma, even where that was dropped since. */
  repeat(start: number, end: number): void {
    this.#reserve(end - start);
    this.#room.copyWithin(this.#length, start, end - 1);
    this.#length += end - start;
    this.#room[this.#length - 1] = COMMA;
  }

  /** After the last of a list whose every item ends in a comma; nothing where the list is empty. */
  dropComma(): void {
    if (this.#length > 0 && this.#room[this.#length - 1] === COMMA) this.#length -= 1;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#room.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#room.length) return;
    const wider = Buffer.allocUnsafeSlow(2 * (this.#length + more));
    this.#room.copy(wider, 0, 0, this.#length);
    this.#room = wider;
  }
}

const COMMA = 0x2c;
