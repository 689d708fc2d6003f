import { known } from '../source/known.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A week. Nobody waits longer, and an end beyond all calendars cannot be told. */
const LONGEST_MS = 168 * 3_600_000;

/** As terraform writes them: `30s`, `5m`, `1h30m`, `1.5h`, `0`. Milliseconds; null for anything else and beyond a week. */
export function durationOf(text: string): number | null {
  if (text === '0') return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return null;
  let whole = 0;
  for (const [, number, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    whole += Number(number) * known(UNITS[unit], 'a unit of time');
  }
  return whole <= LONGEST_MS ? Math.round(whole) : null;
}

/** The way out for a text that is none. */
export const DURATION_HINT = 'Write 30s, 5m or 1h30m, at most 168h; 0 does not wait.';

/** `1h30m`, `5m`, `30s`; below a second `0.3s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return ms < 50 ? '0s' : `${(ms / 1000).toFixed(1)}s`.replace('1.0s', '1s');
  const seconds = Math.round(ms / 1000);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ];
  return parts.flatMap(([number, unit]) => (number === 0 ? [] : [`${number}${unit}`])).join('');
}
