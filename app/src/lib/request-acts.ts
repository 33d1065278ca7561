/** What can be done with a firm's question, as its pages have to know it. */

/** Whether a step tells the other side nothing without words. */
export const isWorded = (act: string): boolean => WORDED.includes(act);
const WORDED: readonly string[] = ['answer', 'ask-firm', 'solve', 'decline', 'reassign', 'reply'];
