import { toDay } from './calendar.ts';
import { certificateOf, entryOf, fieldAt, inForceOrNearest, likeYear, PLATFORM_SCORE } from './facts.ts';
import {
  type CertificateType,
  inputsOf,
  isExactStep,
  type Node,
  type Part,
  type Slot,
  spanOf,
  type YearSlots,
} from './graph.ts';
import type { Catalogue } from './load.ts';
import { known } from './memory.ts';
import type { Step } from './operations.ts';
import type { Condition, ConditionResult, Day, Expr, IsoDate, Measure, SizeRow, Test, Version } from './types.ts';

/** A condition with the slot that holds its state; `test` is the slot of a leaf's bare test. */
export interface PlannedCondition {
  readonly condition: Condition;
  readonly state: Slot;
  /** The state without the guard. */
  readonly body: Slot;
  readonly guard: Slot | undefined;
  readonly test: Slot | undefined;
  readonly children: readonly PlannedCondition[];
  /** Results that are the same for every firm, made when first needed. */
  readonly same: ConditionResult[];
}
/** A measure's version in force, as slots. */
export interface PlannedMeasure {
  readonly measure: Measure;
  readonly version: Version;
  readonly scope: PlannedCondition | undefined;
  readonly require: PlannedCondition;
  readonly verdict: Slot;
  readonly benefit: Readonly<Record<'yearly' | 'oneOff' | 'ceiling', Slot | undefined>>;
  /** First days of the parameter values that the version reads, by name. */
  readonly parameters: Readonly<Record<string, IsoDate>>;
}

/**
 * The law of one stretch of days in which no version, parameter or fiscal year changes: steps in the order of
 * evaluation, made once and used for every firm. It grows as measures are asked for and never changes what is there.
 */
export interface Plan {
  /** Whose measures are planned next. */
  catalogue: Catalogue;
  readonly nodes: Node[];
  /** What works out each slot, made when first needed. */
  readonly steps: Step[];
  /** Whether a slot's numbers are exact as floating point. */
  readonly exact: boolean[];
  /** The slot of each step, by what the step is. */
  readonly slots: Map<string, Slot>;
  /** The size standards that were read. */
  readonly tables: (readonly SizeRow[])[];
  /** Slots within a test that choose between two figures, found once. */
  readonly picks: (readonly Slot[] | undefined)[];
  /** The slots that a slot rests on and itself, found once. */
  readonly aboves: (readonly Slot[] | undefined)[];
  /** The slots that a slot reads, found once. */
  readonly inputs: (readonly Slot[] | undefined)[];
  readonly year: number;
  /** The first day that was asked about; any day of the stretch stands for the others. */
  readonly from: Day;
  measures: Map<string, PlannedMeasure>;
  /** Parameters read while a measure is being planned. */
  parametersRead: Map<string, IsoDate>;
  /** The slot of each parameter's value, with those it reads. */
  parameters: Map<string, readonly [Slot, ReadonlyMap<string, IsoDate>]>;
}

export const newPlan = (catalogue: Catalogue, asOf: Day, year: number): Plan => ({
  catalogue,
  nodes: [],
  steps: [],
  exact: [],
  slots: new Map(),
  tables: [],
  picks: [],
  aboves: [],
  inputs: [],
  year,
  from: asOf,
  measures: new Map(),
  parametersRead: new Map(),
  parameters: new Map(),
});

/** The slots that a slot reads, in the order of the rule. */
export const inputsAt = ({ nodes, inputs }: Plan, slot: Slot): readonly Slot[] =>
  (inputs[slot] ??= inputsOf(nodes[slot]));

/** The slot of a step; the same step asked for again is the same slot. */
function slotOf(plan: Plan, node: Node): Slot {
  return known(plan.slots, keyOf(node), () => {
    plan.exact.push(isExactStep(plan.exact, node));
    return plan.nodes.push(node) - 1;
  });
}

/** What a step is, in short where there are many of its kind. */
function keyOf(node: Node): string {
  if ('kind' in node) return `${node.kind} ${node.a} ${node.b}`;
  return 'value' in node ? `${node.value}` : JSON.stringify(node);
}

export function planMeasure(plan: Plan, measure: Measure): PlannedMeasure {
  const before = plan.measures.get(measure.id);
  if (before) return before;
  const version = inForceOrNearest(measure.versions, plan.from);
  if (!version) throw new Error(`The catalogue has no version of ${measure.id}.`);
  const outer = plan.parametersRead;
  const read = (plan.parametersRead = new Map<string, IsoDate>());
  const scope = version.scope && planCondition(plan, version.scope);
  const require = planCondition(plan, version.require);
  const { benefit = {} } = version;
  const amount = (name: keyof typeof benefit): Slot | undefined => benefit[name] && exprSlot(plan, benefit[name]);
  const planned: PlannedMeasure = {
    measure,
    version,
    scope,
    require,
    verdict: slotOf(plan, { op: 'verdict', scope: scope?.state ?? null, require: require.state }),
    benefit: { yearly: amount('yearly'), oneOff: amount('oneOff'), ceiling: amount('ceiling') },
    parameters: Object.fromEntries([...read].sort()),
  };
  plan.parametersRead = outer;
  plan.measures.set(measure.id, planned);
  return planned;
}

// ---- Conditions ------------------------------------------------------------------

export function planCondition(plan: Plan, condition: Condition): PlannedCondition {
  const children = 'of' in condition ? condition.of.map((child) => planCondition(plan, child)) : NONE;
  const test = condition.kind === 'test' ? testSlot(plan, condition.test) : undefined;
  const body = bodySlot(plan, condition, test, children);
  const guard = condition.when && testSlot(plan, condition.when);
  const state = guard === undefined ? body : slotOf(plan, { op: 'guard', when: guard, of: body });
  return { condition, state, body, guard, test, children, same: [] };
}

const NONE: readonly PlannedCondition[] = [];

function bodySlot(
  plan: Plan,
  condition: Condition,
  test: Slot | undefined,
  children: readonly PlannedCondition[],
): Slot {
  const of = children.map((child) => child.state);
  switch (condition.kind) {
    case 'test': {
      const bare = test ?? testSlot(plan, condition.test);
      return condition.declaredBy === undefined ? bare : slotOf(plan, { op: 'declared', of: bare });
    }
    case 'judgement':
      return slotOf(plan, { op: 'judgement' });
    case 'score': {
      const { op, pass, best = [], caps = [] } = condition;
      const items = condition.items.map(({ id, steps, otherwise }) => ({
        id,
        tests: steps.map(([step]) => testSlot(plan, step)),
        spans: [...steps.map(([, points]) => spanOf(points)), spanOf(otherwise)],
      }));
      return slotOf(plan, { op: 'score', score: { op, pass, best, caps, items } });
    }
    case 'not':
      return slotOf(plan, { op: 'not', of: of[0] ?? slotOf(plan, { op: 'judgement' }) });
    case 'all':
    case 'any':
      return of.length === 1 && of[0] !== undefined ? of[0] : slotOf(plan, { op: condition.kind, of });
    case 'atLeast':
      return slotOf(plan, { op: 'atLeast', n: condition.n ?? 1, of });
  }
}

// ---- Tests ------------------------------------------------------------------------

function testSlot(plan: Plan, test: Test): Slot {
  switch (test[0]) {
    case '>=':
    case '>':
    case '<=':
    case '<':
    case '=':
      return slotOf(plan, { op: 'compare', kind: test[0], a: exprSlot(plan, test[1]), b: exprSlot(plan, test[2]) });
    case 'is':
      return slotOf(plan, { op: 'is', path: test[1], implied: fieldOf(plan, test[1])?.implied });
    case 'in':
    case 'has':
      return slotOf(plan, { op: test[0], path: test[1], list: test[2] });
    case 'industry':
      return slotOf(plan, { op: 'industry', list: test[1] });
    case 'size':
      return slotOf(plan, { op: 'size', sizes: sizesSlot(plan), list: test[1] });
    case 'holds':
      return slotOf(plan, { op: 'holds', ...certificate(plan, test[1]) });
    case 'renewal':
      return slotOf(plan, { op: 'renewal', months: test[2], ...certificate(plan, test[1]) });
    case 'exists':
      return slotOf(plan, { op: 'exists', offset: test[1] });
    case 'qualifies':
      return qualifiesSlot(plan, test[1], false);
    case 'and':
    case 'or':
      return slotOf(plan, { op: test[0] === 'and' ? 'all' : 'any', of: test[1].map((each) => testSlot(plan, each)) });
    case 'not':
      return slotOf(plan, { op: 'not', of: testSlot(plan, test[1]) });
  }
}

const fieldOf = ({ catalogue }: Plan, path: string): ReturnType<typeof fieldAt> =>
  fieldAt(catalogue.rules.fields, path);

const certificate = ({ catalogue }: Plan, type: string): CertificateType => certificateOf(catalogue.rules.fields, type);

function qualifiesSlot(plan: Plan, id: string, assumed: boolean): Slot {
  const measure = plan.catalogue.measures.get(id);
  if (!measure) throw new Error(`The catalogue has no measure ${id}.`);
  return slotOf(plan, { op: 'qualifies', measure: id, verdict: planMeasure(plan, measure).verdict, assumed });
}

/** The classes by the standard in force (中小企业划型), from last year's figures. */
export function sizesSlot(plan: Plan): Slot {
  const rows = inForceOrNearest(plan.catalogue.rules.sizes.values, plan.from)?.rows ?? [];
  const table = plan.tables.includes(rows) ? plan.tables.indexOf(rows) : plan.tables.push(rows) - 1;
  const indicators = new Set(rows.flatMap(({ large, medium, small }) => [large, medium, small].flatMap(Object.keys)));
  const figures = Object.fromEntries([...indicators].map((name) => [name, yearFigureSlot(plan, name, 0)]));
  return slotOf(plan, { op: 'sizes', table, exists: slotOf(plan, { op: 'exists', offset: 0 }), figures });
}

// ---- Figures ----------------------------------------------------------------------

function exprSlot(plan: Plan, expr: Expr): Slot {
  switch (expr[0]) {
    case 'num':
      return slotOf(plan, { op: 'const', value: expr[1] });
    case 'date':
      return slotOf(plan, { op: 'const', value: toDay(expr[1]) });
    case 'field':
      return fieldOf(plan, expr[1])?.type === 'date'
        ? slotOf(plan, { op: 'date', path: expr[1] })
        : figureSlot(plan, expr[1]);
    case 'year':
      return slotOf(plan, { op: 'year', offset: expr[2], ...yearSlots(plan, expr[1], expr[2]) });
    case 'sum':
    case 'mean':
    case 'growth': {
      const years = Array.from({ length: expr[2] }, (_, back) => yearSlots(plan, expr[1], -back));
      return slotOf(plan, { op: expr[0], years });
    }
    case 'param':
      return parameterSlot(plan, expr[1]);
    case '+':
    case '-':
    case '*':
    case '/':
      return slotOf(plan, { op: expr[0], a: exprSlot(plan, expr[1]), b: exprSlot(plan, expr[2]) });
    case 'min':
    case 'max':
      return expr[1].map((each) => exprSlot(plan, each)).reduce((a, b) => slotOf(plan, { op: expr[0], a, b }));
    case 'days':
    case 'months':
    case 'years':
      return slotOf(plan, { op: expr[0], of: exprSlot(plan, expr[1]) });
    case 'validTo':
      return slotOf(plan, { op: 'validTo', ...certificate(plan, expr[1]) });
    case 'if': {
      const [, condition] = expr;
      const test = condition[0] === 'qualifies' ? qualifiesSlot(plan, condition[1], true) : testSlot(plan, condition);
      return slotOf(plan, { op: 'if', test, a: exprSlot(plan, expr[2]), b: exprSlot(plan, expr[3]) });
    }
  }
}

/** The parameter's value in force; notes which values were used. */
function parameterSlot(plan: Plan, name: string): Slot {
  const outer = plan.parametersRead;
  const [slot, read] = known(plan.parameters, name, () => {
    const value = inForceOrNearest(plan.catalogue.rules.parameters[name]?.values ?? [], plan.from);
    if (!value) throw new Error(`The catalogue has no parameter ${name}.`);
    const inner = (plan.parametersRead = new Map([[name, value.from]]));
    const slot = exprSlot(plan, value.value);
    plan.parametersRead = outer;
    return [slot, inner];
  });
  read.forEach((from, each) => outer.set(each, from));
  return slot;
}

/** A figure as it was answered. */
export function answerSlot(plan: Plan, path: string): Slot {
  const { min = null, max = null } = fieldOf(plan, path) ?? {};
  return slotOf(plan, { op: 'answer', path, min, max });
}

/** All values a figure can have: as given, else the widest range, narrowed by its wholes and its parts. */
export function figureSlot(plan: Plan, path: string): Slot {
  const own = answerSlot(plan, path);
  const wholes: Slot[] = [];
  for (let whole = fieldOf(plan, path)?.partOf; whole !== undefined;) {
    const wholePath = likeYear(whole, path);
    wholes.push(answerSlot(plan, wholePath));
    whole = fieldOf(plan, wholePath)?.partOf;
  }
  const partsBelow = (entry: string): Part[] =>
    (plan.catalogue.partsOf.get(entry) ?? []).map((part) => ({
      own: answerSlot(plan, likeYear(part, path)),
      parts: partsBelow(part),
    }));
  const parts = partsBelow(entryOf(path));
  return wholes.length + parts.length === 0 ? own : slotOf(plan, { op: 'figure', path, own, wholes, parts });
}

const yearSlots = (plan: Plan, name: string, offset: number): YearSlots => ({
  exists: slotOf(plan, { op: 'exists', offset }),
  of: yearFigureSlot(plan, name, offset),
});

/** A yearly figure whether or not its year exists; the coarser one stands in where the exact one is not given. */
function yearFigureSlot(plan: Plan, name: string, offset: number): Slot {
  const year = plan.year - 1 + offset;
  if (name === PLATFORM_SCORE) return figureSlot(plan, `${PLATFORM_SCORE}.${year}`);
  const path = `years.${year}.${name}`;
  const fallback = fieldOf(plan, path)?.fallback;
  const exact = figureSlot(plan, path);
  return fallback === undefined
    ? exact
    : slotOf(plan, {
        op: 'pick',
        given: answerSlot(plan, path),
        exact,
        coarse: figureSlot(plan, likeYear(fallback, path)),
      });
}
