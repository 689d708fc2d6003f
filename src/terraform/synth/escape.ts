/**
 * `${…}` and `%{…}` in any string of Terraform's JSON syntax, map keys included, are evaluated. Doubling the sign
 * makes them the characters somebody wrote.
 */
export function escapeTemplate(text: string): string {
  if (!text.includes('{')) return text;
  // A function, because `$$` in a replacement text would mean one `$` again.
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A copy in which every string and key is literal to Terraform. */
export function literal(value: JsonValue): JsonValue {
  if (typeof value === 'string') return escapeTemplate(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(literal);
  return literalEntries(value as { readonly [key: string]: JsonValue });
}

/** Without a prototype, so that a key may be called `__proto__`. */
function literalEntries(value: { readonly [key: string]: JsonValue }): JsonValue {
  const copy: Record<string, JsonValue> = Object.create(null);
  for (const key in value) copy[escapeTemplate(key)] = literal(value[key] ?? null);
  return copy;
}
