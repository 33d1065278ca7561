/** Collects text and bytes; nothing else runs while one is filled, so that all share one room. */
export class Writer {
  private length = 0;

  add(text: string): void {
    // No character takes more than three bytes for each of its code units.
    this.reserve(text.length * 3);
    this.length += room.write(text, this.length, 'utf8');
  }

  copy(bytes: Buffer): void {
    this.reserve(bytes.length);
    room.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** After the last of a list whose every item ends in a comma; nothing where the list is empty. */
  dropComma(): void {
    if (this.length > 0 && room[this.length - 1] === COMMA) this.length -= 1;
  }

  /** All of it; the room is cleared, so that nothing of one answer lies there when the next is written. */
  bytes(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(room.subarray(0, this.length));
    room.fill(0, 0, this.length);
    this.length = 0;
    return all;
  }

  private reserve(more: number): void {
    if (this.length + more <= room.length) return;
    const wider = Buffer.allocUnsafe(2 * (this.length + more));
    room.copy(wider, 0, 0, this.length);
    room = wider;
  }
}

const COMMA = 0x2c;
let room = Buffer.allocUnsafe(1024 * 1024);
