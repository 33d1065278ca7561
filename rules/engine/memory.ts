/** What is known for a key, made when it is first asked for. */
export function known<K, V>(
  made: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: (key: K) => V,
): V {
  const found = made.get(key);
  if (found !== undefined) return found;
  const value = make(key);
  made.set(key, value);
  return value;
}

const MOST = 10_000;

/** The same few thousand things are asked for again for every firm; but a process lives long. */
export function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    if (made.size > MOST) made.clear();
    return known(made, key, make);
  };
}
