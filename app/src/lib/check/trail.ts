/** What the answers given last have moved, and which they were. */
import type { Judged } from './incremental.ts';
import { type Move, movesBetween } from './moves.ts';
import { answeredPaths, answerIn } from './profile.ts';

export interface Moved {
  /** The answers that did it; none where only the day is another. */
  readonly paths: readonly string[];
  readonly moves: readonly Move[];
}

/** Follows a check: what is answered at one question, keystroke by keystroke, counts as one answer. */
export class Trail {
  #base: Judged;
  #last: Judged;
  #place: string;
  #moved: Moved = { paths: [], moves: [] };

  constructor(judged: Judged, place: string) {
    this.#base = this.#last = judged;
    this.#place = place;
  }

  /** What has been moved by what was answered last; nothing new while only the question changes. */
  follow(judged: Judged, place: string): Moved {
    if (judged === this.#last) return this.#moved;
    if (place !== this.#place) this.#base = this.#last;
    this.#place = place;
    this.#last = judged;
    const paths = changedPaths(this.#base, judged);
    this.#moved = { paths, moves: movesBetween(this.#base, judged) };
    return this.#moved;
  }
}

function changedPaths({ profile: before }: Judged, { profile: after }: Judged): string[] {
  return [...new Set([...answeredPaths(before), ...answeredPaths(after)])].filter(
    (path) => JSON.stringify(answerIn(before, path)) !== JSON.stringify(answerIn(after, path)),
  );
}
