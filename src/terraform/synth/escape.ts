/**
 * `${…}` and `%{…}` in any string of Terraform's JSON syntax, map keys included, are evaluated. Doubling the sign
 * makes them the characters somebody wrote. A byte order mark at the beginning would be dropped, as if each string were
 * a file; in a text inside an interpolation it stays.
 */
export function escapeTemplate(text: string): string {
  // A function, because `$$` in a replacement text would mean one `$` again.
  const escaped = text.includes('{') ? text.replace(/[$%](?=\{)/g, (sign) => sign + sign) : text;
  return escaped.startsWith(MARK) ? `\${"\\uFEFF"}${escaped.slice(MARK.length)}` : escaped;
}

const MARK = '\ufeff';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** The value with every string and key literal to Terraform: itself where nothing in it is evaluated. */
export function escapedLiteral(value: JsonValue): JsonValue {
  if (typeof value === 'string') return escapeTemplate(value);
  if (value === null || typeof value !== 'object' || !isEvaluated(value)) return value;
  if (Array.isArray(value)) return value.map(escapedLiteral);
  return literalEntries(value as { readonly [key: string]: JsonValue });
}

/** Without a prototype, so that a key may be called `__proto__`. */
function literalEntries(value: { readonly [key: string]: JsonValue }): JsonValue {
  const copy: Record<string, JsonValue> = Object.create(null);
  for (const key in value) copy[escapeTemplate(key)] = escapedLiteral(value[key] ?? null);
  return copy;
}

/** Fifty thousand copies of what hardly ever has a sign to double would be most of what a stack weighs. */
function isEvaluated(value: JsonValue): boolean {
  if (typeof value === 'string') return /[$%]\{|^\ufeff/.test(value);
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.some(isEvaluated);
  return Object.entries(value).some(([key, entry]) => isEvaluated(key) || isEvaluated(entry));
}
