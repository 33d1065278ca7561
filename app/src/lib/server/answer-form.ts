/** Answers of a firm as fields of a form that is posted, and what was typed into them as the profile has it. */
import type { AskedAnswer } from '#lib/answer-field.ts';
import { editableRange, typedDate, typedFigure, usualPower } from '#lib/check/typed.ts';
import { faultText } from '#lib/check/fault-text.ts';
import { entryOfPath, rangeIn, withAnswer } from '#lib/check/profile.ts';
import { fieldLabel, type Words } from '#lib/check/words.ts';
import { managerWords } from '#lib/wording/rooms/manager.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import type { Field, FieldDictionary, Json, Profile, Unit } from '#rules/engine/types.ts';

/** The field for an answer, in the usual unit. */
export function inputOf(
  words: Words,
  path: string,
  { type, unit }: Field,
  choices: AskedAnswer['options'],
): AskedAnswer {
  const { inUnit, yes, no } = managerWords[words.lang];
  const named = unitName(words, unit);
  const shared = { path, name: ANSWER + path, label: fieldLabel(words, path), options: [] };
  switch (type) {
    case 'number':
      return { ...shared, kind: 'text', ...(named && { label: inUnit(shared.label, named) }) };
    case 'flag':
      return {
        ...shared,
        kind: 'one',
        options: [
          { id: YES, name: yes },
          { id: NO, name: no },
        ],
      };
    case 'enum':
      return { ...shared, kind: 'one', options: choices };
    case 'enums':
      return { ...shared, kind: 'several', options: [...choices, { id: NONE, name: words.say.answers.none }] };
    case 'date':
      return { ...shared, kind: 'date' };
    case 'certificates':
      return { ...shared, kind: 'certificates' };
    case 'text':
    case 'uscc':
    case 'industry':
      return { ...shared, kind: 'text' };
    default:
      return type satisfies never;
  }
}

const [YES, NO, NONE] = ['yes', 'no', 'none'] as const;
/** What the fields of the form are called, before the path. */
const ANSWER = 'answer:';

const unitName = ({ lang }: Words, unit: Unit | undefined): string | undefined =>
  unit && managerWords[lang].units[unit];

/** An answer as it stands in its field: what was typed, or what is ticked. */
export function givenAs({ type, unit }: Pick<Field, 'type' | 'unit'>, answer: Json): readonly string[] {
  const power = usualPower(unit);
  if (typeof answer === 'boolean') return [answer ? YES : NO];
  if (typeof answer === 'string') return [answer];
  if (Array.isArray(answer)) {
    if (type === 'certificates') return answer.length === 0 ? [NONE] : [];
    return answer.length === 0 ? [NONE] : answer.filter((one) => typeof one === 'string');
  }
  const figures = rangeIn(answer);
  return figures ? [editableRange(figures, power)] : [];
}

export interface Sent {
  /** What was filled in; empty fields are left out. */
  readonly profile: Profile;
  /** What cannot be read and what cannot be, by path. */
  readonly faultsAt: Readonly<Record<string, string>>;
}

/** What the fields of a form say; judged together with what the firm has already. */
export function answersSent(sent: FormData, fields: FieldDictionary, words: Words, kept: Profile = {}): Sent {
  let profile: Profile = {};
  let whole = kept;
  const faultsAt: Record<string, string> = {};
  for (const name of new Set(sent.keys())) {
    const path = name.startsWith(ANSWER) ? name.slice(ANSWER.length) : '';
    const field = fields[entryOfPath(path)];
    if (!field) continue;
    const given = sent.getAll(name).filter((one) => typeof one === 'string' && one.trim() !== '') as string[];
    const read = given.length === 0 ? { kind: 'none' as const } : answerFrom(field, given);
    if (read.kind === 'value') {
      profile = withAnswer(profile, path, read.value);
      whole = withAnswer(whole, path, read.value);
    }
    if (read.kind === 'unreadable')
      faultsAt[path] = managerWords[words.lang].unreadable(given.join(' '), unitName(words, field.unit) ?? '');
  }
  const checked = validateProfile(whole, fields);
  if (!checked.ok) for (const fault of checked.faults) faultsAt[fault.path] ??= faultText(words, fields, whole, fault);
  return { profile, faultsAt };
}

type Answer = { readonly kind: 'none' | 'unreadable' } | { readonly kind: 'value'; readonly value: Json };

function answerFrom({ type, unit }: { readonly type: Field['type']; readonly unit?: Unit }, given: string[]): Answer {
  const [text = ''] = given;
  const value = (answer: Json): Answer => ({ kind: 'value', value: answer });
  switch (type) {
    case 'number': {
      const typed = typedFigure(text, usualPower(unit), unit);
      return typed.kind === 'value' ? value(typed.value as Json) : typed;
    }
    case 'date':
      return typedDate(text);
    case 'flag':
      return value(text === YES);
    case 'enums':
      return value(given.filter((one) => one !== NONE));
    case 'certificates':
      return value([]);
    case 'enum':
    case 'industry':
    case 'text':
    case 'uscc':
      return value(text.trim());
    default:
      return type satisfies never;
  }
}
