/** When the work that an answer brings about is done: what was typed stands on the screen first, and typing may go on. */

/** With the next frame, so that it shows what came of the work; at once in a tab that draws none. */
export function withFrame(work: () => void): () => void {
  if (document.hidden) return afterPause(0, [work]);
  const frame = requestAnimationFrame(work);
  return () => cancelAnimationFrame(frame);
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
