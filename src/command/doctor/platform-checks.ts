import type { Inspection, TokenInspection } from '../../connector/inspection.ts';
import { formatDuration } from '../../policy/duration.ts';
import {
  checkFrom,
  type DoctorCheck,
  type DoctorCheckName,
  type DoctorVerdict,
} from '../../report/doctor/doctor-check.ts';
import { counted } from '../../report/phrases.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';

/** When the question was asked and when its answer was there, by the clock of this machine. */
export interface AskedBetween {
  readonly before: number;
  readonly after: number;
}

/** A signature with a time in it is refused when it is off by a minute or so. */
const CLOCK_MAY_DIFFER_MS = 30_000;
/** `Date` has whole seconds. */
const DATE_STEP_MS = 1000;
const TOKEN_ENDS_SOON_MS = 14 * 86_400_000;

/** What is wrong with the road there, and what with the token. */
const OF_THE_TOKEN = /^token-/;
const OF_THE_API = new Set<string>(['api-version-ended', 'api-version-ending']);

/** All that one look at a platform tells of one organization. */
export function platformChecks(
  organization: string,
  inspection: Inspection,
  asked: AskedBetween,
): readonly DoctorCheck[] {
  const { token, host } = inspection;
  return [
    ...(token.ok
      ? tokenChecks(organization, token.value, asked.after)
      : failedChecks(organization, token.diagnostics)),
    clockCheck(host, inspection.time, asked),
    ...apiChecks(inspection),
  ];
}

/** Why an organization could not be asked for anything. */
export function failedChecks(organization: string, found: readonly Diagnostic[]): readonly DoctorCheck[] {
  const checks = found.map((one) => checkFrom(whatFailed(one), organization, one));
  if (checks.some(({ check }) => check === 'token')) return checks;
  const said = 'the platform did not answer, so nothing is known of the token';
  const wayOut = 'Correct what is said of the platform first.';
  return [...checks, { check: 'token', about: organization, verdict: 'unknown', said, wayOut }];
}

function whatFailed({ code }: Diagnostic): DoctorCheckName {
  if (OF_THE_TOKEN.test(code)) return 'token';
  return OF_THE_API.has(code) ? 'api' : 'platform';
}

function tokenChecks(
  organization: string,
  { holder, missing, untold, expiresAt }: TokenInspection,
  now: number,
): readonly DoctorCheck[] {
  const check = (verdict: DoctorVerdict, said: string, wayOut: string | null): DoctorCheck => ({
    check: 'token',
    about: organization,
    verdict,
    said,
    wayOut,
  });
  const stopping = (stops: 'reading' | 'writing') =>
    missing.filter((one) => one.stops === stops).map(({ permission }) => permission);
  const [reading, writing] = [stopping('reading'), stopping('writing')];
  const found: DoctorCheck[] = [];
  if (reading.length > 0) {
    const said = `${holder} lacks ${reading.join(' and ')}: a plan cannot read all that it needs`;
    found.push(check('error', said, 'Give it that, or take the manifest of docs/connectors/github-apps.'));
  }
  if (writing.length > 0) {
    const said = `${holder} lacks ${writing.join(' and ')}: a plan can read all, an apply cannot write all`;
    found.push(check('warning', said, 'That is right for a job that only plans. An apply needs more.'));
  }
  if (untold !== null) found.push(check('unknown', untold.said, untold.wayOut));
  if (expiresAt !== null && expiresAt - now < TOKEN_ENDS_SOON_MS) {
    const said = `the token ends in ${counted(Math.max(0, Math.floor((expiresAt - now) / 86_400_000)), 'day')}, at ${instantOf(expiresAt)}`;
    found.push(check('warning', said, 'Make a new one, and put it where this one is.'));
  }
  if (found.length > 0) return found;
  return [check('ok', expiresAt === null ? holder : `${holder}, until ${instantOf(expiresAt)}`, null)];
}

/** The answer was made between the question and its arrival, so only what does not fit in between is a difference. */
export function clockCheck(host: string, time: number | null, { before, after }: AskedBetween): DoctorCheck {
  const check = (verdict: DoctorVerdict, said: string, wayOut: string | null): DoctorCheck => ({
    check: 'clock',
    about: host,
    verdict,
    said,
    wayOut,
  });
  if (time === null) {
    return check('unknown', 'no answer told the time', 'Compare the clock of this machine with another.');
  }
  const ahead = before - (time + DATE_STEP_MS);
  const behind = time - after;
  const off = Math.max(ahead, behind);
  if (off <= CLOCK_MAY_DIFFER_MS)
    return check('ok', 'this machine and the platform have the same time', null);
  const side = ahead > behind ? 'ahead of' : 'behind';
  const said = `this machine is ${formatDuration(Math.floor(off / 1000) * 1000)} ${side} the platform`;
  const wayOut = 'Set the clock (NTP). Grants begin and end by it, and the key of an App signs with it.';
  return check('warning', said, wayOut);
}

function apiChecks({ host, version, ending, token }: Inspection): readonly DoctorCheck[] {
  const check = (verdict: DoctorVerdict, said: string, wayOut: string | null): DoctorCheck => ({
    check: 'api',
    about: host,
    verdict,
    said,
    wayOut,
  });
  const named = version === null ? 'the API' : `version ${version} of the API`;
  if (ending !== null) {
    const since = ending.since === null ? '' : ` since ${ending.since}`;
    const until = ending.until === null ? 'no day is named' : `it is answered until ${ending.until}`;
    const wayOut = 'Bring Bylaw up to date, and name a newer api-version in bylaw.yaml.';
    return [check('warning', `${named} is deprecated${since}, and ${until}`, wayOut)];
  }
  if (token.ok) return [check('ok', `no end of ${named} is announced`, null)];
  if (token.diagnostics.some(({ code }) => OF_THE_API.has(code))) return [];
  const said = `nothing was answered that would tell of an end of ${named}`;
  return [check('unknown', said, 'Correct what is said of the platform and the token first.')];
}

function instantOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
