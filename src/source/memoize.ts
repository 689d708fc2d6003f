/** The same answer for the same key, worked out once, when somebody first asks. */
export function memoize<K, V extends NonNullable<unknown> | null>(compute: (key: K) => V): (key: K) => V {
  const answers = new Map<K, V>();
  return (key) => {
    const kept = answers.get(key);
    if (kept !== undefined) return kept;
    const answer = compute(key);
    answers.set(key, answer);
    return answer;
  };
}

/** The same answer for whoever asks, worked out when somebody first does. */
export function once<T extends NonNullable<unknown>>(make: () => T): () => T {
  let value: T | null = null;
  return () => {
    value ??= make();
    return value;
  };
}
