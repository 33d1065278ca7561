/** What is wrong with an answer, by the names and in the units that people filled it in. */
import { colon } from '#lib/lang.ts';
import { figure } from '#lib/format.ts';
import { certificatesIn } from '#rules/profile/certificates.ts';
import type { Fault } from '#rules/profile/faults.ts';
import type { Field, FieldDictionary, Profile } from '#rules/engine/types.ts';
import { answerText } from './answers.ts';
import { answerIn, entryOfPath, pathInYear, yearOfPath } from './profile.ts';
import type { Words } from './words.ts';

/** `profile` is the one that the fault is in. */
export function faultText(words: Words, fields: FieldDictionary, profile: Profile, fault: Fault): string {
  const { lang, say, texts } = words;
  const { path, code } = fault;
  const field = fields[entryOfPath(path)];
  switch (code) {
    case 'negative':
      return say.faults.negative;
    case 'not-a-number':
      return say.faults.enormous;
    case 'range-reversed':
      return say.faults.reversed;
    case 'too-small':
    case 'too-large':
    case 'not-a-share':
      return field ? boundsText(words, field) : fault[lang];
    case 'part-above-whole': {
      const whole = field?.partOf;
      if (whole === undefined) return fault[lang];
      const is = (at: string): string => answerText(words, at, answerIn(profile, at), fields[entryOfPath(at)]?.unit);
      const named = (entry: string): string => texts.fields[entry]?.label ?? entry;
      const wholePath = pathInYear(whole, yearOfPath(path) ?? 0);
      return say.faults.partAboveWhole(named(entryOfPath(path)), is(path), named(whole), is(wholePath));
    }
    case 'ends-before-start': {
      const { type = '' } = certificatesIn(profile)[Number(path.split('.')[1])] ?? {};
      return `${texts.fields.certificates?.values?.[type] ?? type}${colon(lang)}${fault[lang]}`;
    }
    default:
      return fault[lang];
  }
}

function boundsText({ lang, say }: Words, { min, max, unit }: Field): string {
  // Ranks are typed as plain figures.
  const typedAs = unit === undefined || unit === 'rank' ? null : unit;
  const [from, to] = [min, max].map((end) => (end === undefined ? undefined : figure(end, typedAs, lang)));
  if (from === undefined) return to === undefined ? '' : say.faults.atMost(to);
  return to === undefined ? say.faults.atLeast(from) : say.faults.between(from, to);
}
