/**
 * `${…}` and `%{…}` in any string of Terraform's JSON syntax, map keys included, are evaluated. Doubling the sign
 * makes them the characters somebody wrote.
 */
export function escapeTemplate(text: string): string {
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
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [escapeTemplate(key), literal(entry)]),
  );
}
