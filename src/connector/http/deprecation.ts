import { httpDate } from './http-date.ts';

/** What a platform announces of a request that it will not take for ever. */
export interface DeprecationNotice {
  /** Days, `2028-03-10`; null where it does not say, or not in a way that can be read. */
  readonly since: string | null;
  readonly until: string | null;
}

/** `Deprecation` (RFC 9745) and `Sunset` (RFC 8594); null where neither is there. */
export function deprecationIn(headers: { get(name: string): string | null }): DeprecationNotice | null {
  const deprecation = headers.get('deprecation');
  const sunset = headers.get('sunset');
  if (deprecation === null && sunset === null) return null;
  return { since: dayOf(deprecation), until: dayOf(sunset) };
}

/** `@1773100800`, or a date of HTTP's; some servers say `true`. */
function dayOf(text: string | null): string | null {
  if (text === null) return null;
  const seconds = /^@(-?\d{1,12})$/.exec(text.trim())?.[1];
  const at = seconds === undefined ? httpDate(text) : Number(seconds) * 1000;
  const day = new Date(at);
  return Number.isNaN(day.getTime()) ? null : day.toISOString().slice(0, 10);
}
