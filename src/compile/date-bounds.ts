/**
 * Dates and instants as documents write them, on a plain number line: milliseconds since 1970 in UTC. Nothing here
 * asks what time it is; the instant is always handed in.
 */
export const DAY = 86_400_000;

const CALENDAR_DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** RFC 3339 has four digits for a year, so `until: 9999-12-31`, the customary "for ever", must not show as year 10000. */
const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59Z');

export function parseInstant(text: string): number | null {
  return INSTANT.test(text) ? numberOrNull(Date.parse(text.toUpperCase())) : null;
}

/** When a bound `from` begins to hold: a date at 00:00 UTC of that day. Null when the text is neither date nor instant. */
export function startOfBound(text: string): number | null {
  return CALENDAR_DATE.test(text) ? numberOrNull(Date.parse(`${text}T00:00:00Z`)) : parseInstant(text);
}

/** The first instant at which a bound `until` holds no more: a date holds through its day. Null as for `beginningOf`. */
export function endOfBound(text: string): number | null {
  const beginning = startOfBound(text);
  return beginning !== null && CALENDAR_DATE.test(text) ? beginning + DAY : beginning;
}

/** RFC 3339 in UTC, without a fraction that is zero. */
export function formatInstant(instant: number): string {
  return new Date(Math.min(Math.max(instant, FIRST), LAST)).toISOString().replace('.000Z', 'Z');
}

/** Whether there is such a day; `Date` takes a 31st of February for one in March. */
export function isCalendarDate(day: string): boolean {
  const parsed = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(day);
}

function numberOrNull(parsed: number): number | null {
  return Number.isNaN(parsed) ? null : parsed;
}
