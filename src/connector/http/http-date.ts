/** A date of HTTP's (RFC 9110), in milliseconds since the epoch; NaN for anything else. By its whole form: the parser of the language takes `1` for a year. */
export function httpDate(text: string): number {
  return /\b\d{4}\b/.test(text) && /\d\d:\d\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN;
}

/** When the answer was made, by its `Date`; null where that is not there or is none. */
export function dateOfAnswer(headers: { get(name: string): string | null }): number | null {
  const text = headers.get('date');
  if (text === null) return null;
  const at = httpDate(text);
  return Number.isNaN(at) ? null : at;
}
