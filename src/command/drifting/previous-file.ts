import type { Desired } from '../../compile/desired.ts';
import { readWholeFile } from '../../file/read-file.ts';
import type { PreviousDrift } from '../../report/drift/drift-history.ts';
import { readPreviousReport } from '../../report/drift/previous-report.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote, someOf } from '../../source/quote.ts';

/** Thousands of findings in hundreds of organizations. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface PreviousReport {
  readonly organizations: ReadonlyMap<string, PreviousDrift>;
}

/**
 * The report to compare with. A file that is not there is a first run, and warned of, since it may be a slip; one that is
 * something else, or of other organizations, is no report to compare with. Fails with `previous-report`, `file-unreadable`,
 * `file-too-large`; warns with `no-previous-report`.
 */
export function readPreviousFile(
  file: string,
  isThere: boolean,
  chosen: readonly Desired[],
): Outcome<PreviousReport | null> {
  if (!isThere) {
    const message = `There is no report ${quote(file)} to compare with.`;
    return success(null, [diagnostic('no-previous-report', message, null)]);
  }
  const bytes = readWholeFile(file, { place: null, limit: MOST_BYTES });
  if (!bytes.ok) return bytes;
  const read = readPreviousReport(bytes.value.toString('utf8'), file);
  if (!read.ok) return read;
  const organizations = new Map(read.value.map((one) => [one.organization, one]));
  const fault = faultOf(organizations, chosen);
  if (fault !== null) return failure(diagnostic('previous-report', `${quote(file)} ${fault}.`, null));
  const missing = chosen.filter(({ organization }) => !organizations.has(organization));
  return success({ organizations }, missing.length === 0 ? [] : [notIn(file, missing)]);
}

/** Why it is none to compare these with; null where it is one. */
function faultOf(
  organizations: ReadonlyMap<string, PreviousDrift>,
  chosen: readonly Desired[],
): string | null {
  const other = chosen.find(({ organization, platform }) => {
    const found = organizations.get(organization);
    return found !== undefined && found.platform !== platform.name;
  });
  if (other !== undefined) {
    const { organization, platform } = other;
    return `tells of ${quote(organization)} on another platform than ${quote(platform.name)}`;
  }
  if (chosen.length === 0 || chosen.some(({ organization }) => organizations.has(organization))) return null;
  const [theirs, ours] = [[...organizations.keys()], chosen.map(({ organization }) => organization)];
  return `is of ${theirs.length === 0 ? 'no organization' : someOf(theirs)}, and not of ${someOf(ours)}`;
}

function notIn(file: string, missing: readonly Desired[]): Diagnostic {
  const names = someOf(missing.map(({ organization }) => organization));
  return diagnostic('no-previous-report', `The report ${quote(file)} does not tell of ${names}.`, null);
}
