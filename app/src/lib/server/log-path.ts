/**
 * A path as it may stand in a log: words that say what was asked stay, whatever names a firm, a person or a document
 * becomes “…”. The id of a proof is a key to it.
 */
export const shownPath = (path: string): string =>
  (path.split(/[?#]/, 1)[0] ?? '')
    .split('/')
    .map((segment) => (WORDS.test(segment) ? segment : '…'))
    .join('/');

const WORDS = /^(|v\d|[a-z]+(-[a-z]+)*(\.(json|csv|ics|xlsx))?)$/;
