import { type Board, flagsAt, GIVEN, hiAt, loAt, stateAt, UNKNOWN, UNMET } from './board.ts';
import { answerAt, fiscalYear, heldOn, holdings, validOn } from './facts.ts';
import type { CertificateType, Slot } from './graph.ts';
import { inputsAt } from './plan.ts';
import { sizeInputs } from './sizes.ts';

/** Called with each profile path that is open, or the measure whose verdict is. */
export interface Found {
  readonly path: (path: string) => void;
  readonly verdict: (measure: string) => void;
}

/** Whether anything that the slot rests on is absent or known only as a range. */
export function isOpen(board: Board, slot: Slot, lane: number): boolean {
  let open = false;
  const seen = (): void => {
    open = true;
  };
  findOpen(board, slot, lane, { path: seen, verdict: seen });
  return open;
}

/** Names what the slot reads that is absent or known only as a range, in the order of the rule. */
export function findOpen(board: Board, slot: Slot, lane: number, found: Found): void {
  const node = board.graph.nodes[slot];
  if (node === undefined) return;
  const visit = (inner: Slot): void => findOpen(board, inner, lane, found);
  switch (node.op) {
    case 'answer':
    case 'figure':
    case 'date':
      if (loAt(board, slot, lane) !== hiAt(board, slot, lane)) found.path(node.path);
      return;
    case 'pick':
      visit((flagsAt(board, node.given, lane) & GIVEN) !== 0 ? node.exact : node.coarse);
      return;
    case 'year':
      openYear(board, node.exists, node.of, fiscalYear(board.asOf, node.offset), lane, found);
      return;
    case 'sum':
    case 'mean':
    case 'growth':
      node.years.forEach(({ exists, of }, back) =>
        openYear(board, exists, of, fiscalYear(board.asOf, -back), lane, found),
      );
      return;
    case 'validTo':
    case 'holds':
    case 'renewal':
      openCertificate(board, node, lane, found);
      return;
    case 'is':
    case 'in':
    case 'has':
    case 'exists':
    case 'industry':
    case 'qualifies':
      if (stateAt(board, slot, lane) !== UNKNOWN) return;
      if (node.op === 'qualifies') found.verdict(node.measure);
      else found.path(node.op === 'exists' ? 'registeredOn' : node.op === 'industry' ? 'industryCode' : node.path);
      return;
    case 'size':
      openSize(board, node.sizes, lane, found);
      return;
    default:
      inputsAt(board.graph, slot).forEach(visit);
  }
}

function openYear(board: Board, exists: Slot, of: Slot, year: number, lane: number, found: Found): void {
  const state = stateAt(board, exists, lane);
  if (state === UNMET || loAt(board, of, lane) === hiAt(board, of, lane)) return;
  findOpen(board, of, lane, found);
  if (state === UNKNOWN && answerAt(board.profiles[lane] ?? {}, `years.${year}`) === undefined)
    found.path('registeredOn');
}

function openSize(board: Board, sizes: Slot, lane: number, found: Found): void {
  const node = board.graph.nodes[sizes];
  if (node?.op !== 'sizes') return;
  const { industryOpen, figures } = sizeInputs(board.graph, node, answerAt(board.profiles[lane] ?? {}, 'industryCode'));
  if (industryOpen) found.path('industryCode');
  for (const figure of figures) findOpen(board, figure, lane, found);
}

function openCertificate(board: Board, certificate: CertificateType, lane: number, found: Found): void {
  const profile = board.profiles[lane] ?? {};
  const list = holdings(profile, certificate);
  if (list === undefined) {
    found.path('certificates');
    return;
  }
  const held = heldOn(profile, board.asOf, certificate);
  if (held?.validTo && held.validTo.first === held.validTo.last) return;
  const isVague = (range: { first: number; last: number } | null | undefined): boolean =>
    range === undefined || (range !== null && range.first !== range.last);
  for (const holding of list) {
    if (validOn(holding, board.asOf) === 'no') continue;
    if (isVague(holding.granted)) found.path(`certificates.${holding.index}.grantedOn`);
    if (isVague(holding.validTo)) found.path(`certificates.${holding.index}.validTo`);
  }
}
