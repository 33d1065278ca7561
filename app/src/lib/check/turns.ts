/** When the work that an answer brings about is done: what was typed stands on the screen first, and typing may go on. */

/** With the next frame, so that it shows what came of the work; at once in a tab that draws none. */
export function withFrame(work: () => void): () => void {
  if (document.hidden) return inTurn([work]);
  const frame = requestAnimationFrame(work);
  return () => cancelAnimationFrame(frame);
}

/** Once the next frame is drawn. */
export function afterFrame(work: () => void): () => void {
  let cancel = (): void => undefined;
  const cancelFrame = withFrame(() => (cancel = inTurn([work])));
  return () => {
    cancelFrame();
    cancel();
  };
}

/** One piece after the other, after a pause in ms: a key or a tap that comes meanwhile is answered in between. */
export function inTurn(pieces: readonly (() => void)[], pause = 0): () => void {
  const [first, ...rest] = pieces;
  let cancel = (): void => clearTimeout(timer);
  const timer = setTimeout(() => {
    first?.();
    if (rest.length > 0) cancel = inTurn(rest);
  }, pause);
  return () => cancel();
}
