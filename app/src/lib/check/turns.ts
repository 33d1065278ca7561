/**
 * When the work that an answer brings about is done. As much of it as fits is done in the first frame after a
 * keystroke, which then shows what came of it; where it takes long, what was typed stands on the screen first, and
 * typing may go on.
 */
import { tick } from 'svelte';

/** What may be worked out and drawn in a frame of a sixtieth of a second, so that it is painted in time. */
const BUDGET_MS = 12;

/** When the work in the frame at hand began, or in the last one that had any. */
let began = -Infinity;

/** With the next frame, so that it shows what came of the work; at once in a tab that draws none. */
function withFrame(work: () => void): () => void {
  if (document.hidden) return afterPause(0, [work]);
  const frame = requestAnimationFrame(() => {
    began = performance.now();
    work();
  });
  return () => cancelAnimationFrame(frame);
}

/** With the next frame where the work leaves room in it for what is drawn, by how long it took last; else after it. */
export function judging(): (work: () => void) => () => void {
  let took = Infinity;
  return (work) =>
    (1.5 * took < BUDGET_MS ? withFrame : afterFrame)(() => {
      const begun = performance.now();
      work();
      took = performance.now() - begun;
    });
}

/** With the frame at hand where it still fits, by how long it took last to draw; else after it. */
export function drawing(): (work: () => void) => () => void {
  let took = Infinity;
  const atOnce = (work: () => void): (() => void) => {
    work();
    return () => undefined;
  };
  return (work) =>
    (performance.now() - began + took < BUDGET_MS ? atOnce : afterFrame)(() => {
      const begun = performance.now();
      work();
      void tick().then(() => {
        took = performance.now() - begun;
      });
    });
}

/** Once the next frame is drawn. */
export function afterFrame(work: () => void): () => void {
  let cancel = (): void => undefined;
  const cancelFrame = withFrame(() => (cancel = afterPause(0, [work])));
  return () => {
    cancelFrame();
    cancel();
  };
}

/** After so many ms, one piece after the other: what comes of each is drawn before the next, and a key is answered in between. */
export function afterPause(ms: number, pieces: readonly (() => void)[]): () => void {
  let cancel = (): void => clearTimeout(timer);
  const run = ([first, ...rest]: readonly (() => void)[]): void => {
    first?.();
    if (rest.length > 0) cancel = afterFrame(() => run(rest));
  };
  const timer = setTimeout(() => run(pieces), ms);
  return () => cancel();
}
