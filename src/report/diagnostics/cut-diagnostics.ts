import { type Diagnostic, sortDiagnostics } from '../../source/diagnostic.ts';
import { groupBy } from '../../source/lists-by-key.ts';
import { fewestFirst } from '../fewest-first.ts';
import { counted, listed } from '../phrases.ts';
import { SEVERITIES, severityName } from './diagnostics-summary.ts';
import { ruleIdOf } from './rule-id.ts';

/** A text of more problems is read by nobody. */
const MOST_DIAGNOSTICS = 200;
const MOST_CODES = 10;
const MOST_FILES = 4;

/**
 * Of very many diagnostics the first of each code, then those of the codes of which there are fewest: among 40,000 of one
 * code the one of another is what somebody has to read. Errors come before warnings. What is left out is counted, by codes
 * and by files. Of few all, by place.
 */
export function cutDiagnostics(diagnostics: readonly Diagnostic[]): {
  readonly shown: readonly Diagnostic[];
  readonly left: string | null;
} {
  const sorted = sortDiagnostics(diagnostics);
  if (sorted.length <= MOST_DIAGNOSTICS) return { shown: sorted, left: null };
  const kinds = SEVERITIES.flatMap((severity) =>
    fewestFirst(
      sorted.filter((one) => one.severity === severity),
      ruleIdOf,
    ),
  );
  const firsts = kinds.flatMap((list) => list.slice(0, 1));
  const others = kinds.flatMap((list) => list.slice(1));
  const kept = new Set([...firsts, ...others].slice(0, MOST_DIAGNOSTICS));
  const rest = sorted.filter((one) => !kept.has(one));
  return {
    shown: kinds.flat().filter((one) => kept.has(one)),
    left: `and ${rest.length} more: ${codesOf(rest)}${filesOf(rest)}`,
  };
}

/** `39800 errors unknown-role, 12 warnings direct-role`: most first. */
function codesOf(diagnostics: readonly Diagnostic[]): string {
  const phrases = fewestFirst(diagnostics, (one) => `${one.severity} ${ruleIdOf(one)}`)
    .toReversed()
    .flatMap((list) =>
      list.slice(0, 1).map((one) => `${counted(list.length, severityName(one.severity))} ${ruleIdOf(one)}`),
    );
  return listed(phrases, MOST_CODES);
}

/** In which files most of them are; nothing where none has a file. */
function filesOf(diagnostics: readonly Diagnostic[]): string {
  const written = diagnostics.flatMap(({ origin }) => (origin?.from === 'file' ? [origin.file] : []));
  const files = [...groupBy(written, (file) => file)].sort(([, a], [, b]) => b.length - a.length);
  if (files.length === 0) return '';
  return `; ${files.length > MOST_FILES ? 'most ' : ''}in ${listed(
    files.map(([file, of]) => `${file} (${of.length})`),
    MOST_FILES,
  )}`;
}
