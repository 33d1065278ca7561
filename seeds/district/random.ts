/** Repeatable chance: the same seed and index always give the same numbers, on every machine. */
export interface Random {
  /** From 0 inclusive to 1 exclusive. */
  unit(): number;
  chance(probability: number): boolean;
  /** A whole number from `least` to `most`, both inclusive. */
  whole(least: number, most: number): number;
  /** Mean 0, deviation 1, never beyond ±6. */
  normal(): number;
  /** Around a median with a spread on the log scale. */
  logNormal(median: number, spread: number): number;
  /** A count around a mean, more scattered than Poisson's the larger the spread. */
  count(mean: number, spread: number): number;
}

/** The stream of one firm: `sfc32` (a small fast counting generator of 128 bits) started from seed, index and topic. */
export function randomFor(seed: number, index: number, topic = 0): Random {
  let a = mixed(seed);
  let b = mixed(index ^ a);
  let c = mixed(topic ^ b);
  let counter = 1;
  const unit = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round += 1) unit();

  // Twelve uniform numbers: exact on every machine, unlike logarithms and sines.
  const normal = (): number => {
    let sum = -6;
    for (let draw = 0; draw < 12; draw += 1) sum += unit();
    return sum;
  };
  const logNormal = (median: number, spread: number): number => median * Math.exp(spread * normal());
  return {
    unit,
    chance: (probability) => unit() < probability,
    whole: (least, most) => least + Math.floor(unit() * (most - least + 1)),
    normal,
    logNormal,
    count: (mean, spread) => Math.floor(logNormal(mean, spread) * Math.exp((-spread * spread) / 2) + unit()),
  };
}

/** One of the items, all alike; undefined where there is none. */
export const oneOf = <T>(random: Random, items: readonly T[]): T | undefined =>
  items[random.whole(0, items.length - 1)];

/** Draws from a table by weight. */
export function byWeight<T extends { readonly weight: number }>(items: readonly T[]): (random: Random) => T {
  const [first] = items;
  if (first === undefined) throw new RangeError('A table to draw from is empty.');
  let sum = 0;
  const upTo = items.map(({ weight }) => (sum += weight));
  return (random) => {
    const at = random.unit() * sum;
    return items[upTo.findIndex((limit) => at < limit)] ?? first;
  };
}

export const between = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

function mixed(value: number): number {
  let hash = (value + 0x9e3779b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
