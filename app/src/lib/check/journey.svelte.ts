/** One check under way: the answers, where they came from and are kept, and what the evaluator makes of them. */
import type { DeskWording } from '#lib/wording/desk.ts';
import type { Json, Lang, Profile } from '#rules/engine/types.ts';
import type { Fault } from '#rules/profile/faults.ts';
import { asEarlier, type Earlier } from './earlier.ts';
import type { Evaluator } from './engine.ts';
import type { Judged } from './incremental.ts';
import { loadEvaluator } from './load.ts';
import { answeredPaths, answerIn, entryOfPath, withAnswer } from './profile.ts';
import { type Carried, sameAnswers } from './share.ts';
import { forget, keep, keepSeen, type Kept, keptIn, readKept } from './store.ts';
import { judging } from './turns.ts';

/** Whose answers these are. Only a visitor's own are kept. */
export type Origin =
  | { readonly kind: 'own' }
  | { readonly kind: 'demo'; readonly id: string }
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'shared' };

export type Keeping = 'none' | 'saved' | 'full' | 'blocked';

const storage = (): Storage => localStorage;

export class Journey {
  profile = $state.raw<Profile>({});
  /** Paths whose questions were left open on purpose. */
  unsure = $state.raw<readonly string[]>([]);
  origin = $state.raw<Origin>({ kind: 'own' });
  /** What was wrong with the last answer given to a path; such an answer is not taken. */
  faults = $state.raw<Readonly<Record<string, string>>>({});
  evaluator = $state.raw<Evaluator | null>(null);
  failed = $state(false);
  judged = $state.raw<Judged | null>(null);
  keeping = $state.raw<Keeping>('none');
  /** Answers that another tab has written meanwhile. */
  other = $state.raw<Kept | null>(null);
  /** Labels of kept answers that this release can no longer use. */
  dropped = $state.raw<readonly string[]>([]);
  /** What came of the kept answers at the last visit, until it is dealt with. */
  earlier = $state.raw<Earlier | null>(null);
  readonly #lang: () => Lang;
  readonly #say: () => DeskWording;
  #stamp: string | null = null;

  /** Made while a component is set up: its effects end with the component. */
  constructor(lang: () => Lang, say: () => DeskWording, asOf: () => string) {
    this.#lang = lang;
    this.#say = say;
    // Several keystrokes within a frame are judged once.
    const whenReady = judging();
    $effect(() => {
      const { evaluator, profile } = this;
      const day = asOf();
      if (!evaluator) return;
      return whenReady(() => (this.judged = evaluator.judge(profile, day)));
    });
    $effect(() => {
      const { judged, evaluator } = this;
      if (!judged || !evaluator || this.origin.kind !== 'own' || this.keeping !== 'saved') return;
      const seen = asEarlier(judged, evaluator.catalogue.rules.hash);
      const timer = setTimeout(() => keepSeen(storage, this.#stamp, seen), LOOKED_AT_MS);
      return () => clearTimeout(timer);
    });
    $effect(() => {
      const notice = (event: StorageEvent): void => {
        const read = keptIn(event);
        if (read?.kind === 'kept' && read.kept.stamp !== this.#stamp && this.origin.kind === 'own')
          this.other = read.kept;
      };
      addEventListener('storage', notice);
      return () => removeEventListener('storage', notice);
    });
  }

  /** Whether the evaluator is there, in the page's language; asks for it again where it was not to be had. */
  async load(quietly = false): Promise<boolean> {
    this.failed = false;
    const lang = this.#lang();
    if (this.evaluator?.words.lang === lang) return true;
    try {
      this.evaluator = await loadEvaluator(lang, this.#say());
      return true;
    } catch (error) {
      if (quietly) return false;
      console.error(error);
      this.failed = true;
      return false;
    }
  }

  /** The answers kept in this browser; false where there are none. */
  hasKept(): boolean {
    const read = readKept(storage);
    return read.kind === 'kept';
  }

  /** Whether these answers are the ones kept in this browser. */
  isKept(carried: Carried): boolean {
    const read = readKept(storage);
    return read.kind === 'kept' && sameAnswers(read.kept, carried);
  }

  /** Takes up the answers kept in this browser; needs the evaluator. */
  resume(): boolean {
    const read = readKept(storage);
    if (read.kind === 'blocked' || read.kind === 'newer') this.keeping = 'blocked';
    if (read.kind !== 'kept') return false;
    this.#take(read.kept, { kind: 'own' });
    this.#stamp = read.kept.stamp;
    this.keeping = 'saved';
    this.earlier = read.kept.seen;
    return true;
  }

  /** Looks at answers from elsewhere without keeping them; the faults of those that cannot be used are returned. */
  visit(carried: Carried, origin: Origin): readonly Fault[] {
    this.keeping = 'none';
    return this.#take(carried, origin);
  }

  /** Makes these answers the visitor's own. */
  adopt(): void {
    this.origin = { kind: 'own' };
    this.#save(true);
  }

  answer(path: string, value: Json | undefined): void {
    this.answerAll([[path, value]]);
  }

  /** Takes several answers at once; those that cannot be are told in `faults`. */
  answerAll(answers: readonly (readonly [path: string, value: Json | undefined])[]): void {
    const faults = { ...this.faults };
    let profile = this.profile;
    for (const [path, value] of answers) {
      const candidate = withAnswer(profile, path, value);
      const fault = this.evaluator?.faultIn(candidate);
      if (fault === undefined) {
        profile = candidate;
        Reflect.deleteProperty(faults, path);
      } else faults[path] = fault;
    }
    if (profile === this.profile) {
      this.faults = faults;
      return;
    }
    this.profile = profile;
    this.faults = faults;
    this.earlier = null;
    this.unsure = this.unsure.filter((path) => answerIn(profile, path) === undefined);
    this.#save();
  }

  /** Says what is wrong with what was typed, where it is not even an answer. */
  refuse(path: string, message: string | undefined): void {
    const faults = { ...this.faults };
    if (message === undefined) Reflect.deleteProperty(faults, path);
    else faults[path] = message;
    this.faults = faults;
  }

  /** Leaves questions open on purpose: they are not asked again. */
  setAside(paths: readonly string[]): void {
    const open = paths.filter((path) => answerIn(this.profile, path) === undefined && !this.unsure.includes(path));
    this.faults = {};
    if (open.length === 0) return;
    this.unsure = [...this.unsure, ...open];
    this.#save();
  }

  /** Forgets everything, here and, where the answers are the visitor's own, in the browser's storage. */
  restart(): void {
    if (this.origin.kind === 'own') forget(storage);
    this.leave();
  }

  /** Puts these answers away; those kept in the browser stay there. */
  leave(): void {
    this.profile = {};
    this.unsure = [];
    this.faults = {};
    this.dropped = [];
    this.earlier = null;
    this.other = null;
    this.origin = { kind: 'own' };
    this.#stamp = null;
    this.keeping = 'none';
  }

  takeOther(): void {
    const { other } = this;
    if (!other) return;
    this.#take(other, { kind: 'own' });
    this.#stamp = other.stamp;
    this.keeping = 'saved';
  }

  keepMine(): void {
    this.other = null;
    this.#save(true);
  }

  get isEmpty(): boolean {
    return answeredPaths(this.profile).length === 0 && this.unsure.length === 0;
  }

  #take({ profile, unsure }: Carried, origin: Origin): readonly Fault[] {
    const { evaluator } = this;
    if (!evaluator) throw new Error('Answers are read by the evaluator, which is not there yet.');
    const salvaged = evaluator.salvage(profile);
    this.profile = salvaged.profile;
    this.unsure = unsure.filter((path) => Object.hasOwn(evaluator.catalogue.rules.fields, entryOfPath(path)));
    this.origin = origin;
    this.faults = {};
    this.other = null;
    this.dropped = salvaged.faults.map(({ path }) => path);
    return salvaged.faults;
  }

  /** Own answers are kept with every change, so that a closed tab loses nothing. */
  #save(force = false): void {
    if (this.origin.kind !== 'own') return;
    const saved = keep(storage, { profile: this.profile, unsure: this.unsure }, this.#stamp, { force });
    switch (saved.kind) {
      case 'saved':
        this.#stamp = saved.stamp;
        this.keeping = 'saved';
        return;
      case 'other':
        this.other = saved.kept;
        return;
      case 'full':
      case 'blocked':
        this.keeping = saved.kind;
    }
  }
}

/** A result counts as looked at once it has stood for so long. */
const LOOKED_AT_MS = 1_000;
