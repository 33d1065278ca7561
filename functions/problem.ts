import type { Lang } from '#rules/engine/types.ts';

/** One thing to correct, and where it stands in the request. */
export interface RequestFault {
  readonly path: string;
  readonly message: string;
}

/** What a kind of refusal says, and the status it is sent with. */
export interface Kind {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

/** A refusal as problem details (RFC 9457), as every function sends it. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  faults?: RequestFault[];
  /** How many faults there are beyond those listed. */
  moreFaults?: number;
}

/** At most so many faults are listed; the rest is counted. */
const LISTED = 100;

export function problemBody(
  name: string,
  { status, ...titles }: Kind,
  lang: Lang,
  faults: readonly RequestFault[] = [],
): ProblemBody {
  return {
    type: `urn:ceyin:problem:${name}`,
    title: titles[lang],
    status,
    ...(faults.length === 0 ? {} : { faults: faults.slice(0, LISTED) }),
    ...(faults.length > LISTED ? { moreFaults: faults.length - LISTED } : {}),
  };
}

export const languageTag = (lang: Lang): string => (lang === 'zh' ? 'zh-CN' : 'en');
