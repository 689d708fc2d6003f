import { reversedDelta } from '../../access/compare-access.ts';
import { peopleOf } from '../../access/wide-delta.ts';
import { displayNameOf } from '../../plan/display-names.ts';
import type { AcknowledgedDrift } from '../../plan/drift/acknowledged-drift.ts';
import type { Attributions, AuditAction } from '../../plan/drift/attribution.ts';
import type { AttributionSource } from '../../plan/drift/attribution-source.ts';
import { driftAccess, type UnmanagedThing, unmanagedAccess } from '../../plan/drift/drift-access.ts';
import type { DriftFinding, DriftKind } from '../../plan/drift/drift-finding.ts';
import type { Plan } from '../../plan/plan.ts';
import { grantWords } from '../../resource/grant-words.ts';
import type { ResourceTypeName } from '../../resource/resource.ts';
import { compareOrigins } from '../../source/origin.ts';
import { byText, counted } from '../phrases.ts';
import type { Tone } from '../text/text-style.ts';
import type { DriftHistory } from './drift-history.ts';

/** What happened outside in one organization, and who is known to have done it. */
export interface DriftEntry {
  readonly plan: Plan;
  readonly findings: readonly DriftFinding[];
  /** Null when the audit log could not be read: then nothing can be said of who did what. */
  readonly deeds: Attributions<DriftFinding> | null;
  /** How far back the log was searched; absent or null: all of it. */
  readonly since?: string | null;
  /** What was asked who did it; left out: nobody says. */
  readonly sources?: readonly AttributionSource[];
  /** Against the report before; left out: there is none. */
  readonly history?: DriftHistory;
  /** In place of it: since when each finding is there, new or not. */
  readonly seenSince?: ReadonlyMap<DriftFinding, string>;
  /** What is known and stands for a while; left out: nothing is. */
  readonly acknowledged?: AcknowledgedDrift;
}

export const DRIFT_SIGNS: {
  readonly [K in DriftKind]: { readonly sign: string; readonly tone: Tone };
} = {
  added: { sign: '+', tone: 'added' },
  removed: { sign: '-', tone: 'removed' },
  changed: { sign: '~', tone: 'changed' },
  expired: { sign: '!', tone: 'waiting' },
  due: { sign: '!', tone: 'waiting' },
  waiting: { sign: '!', tone: 'waiting' },
};

/** Nobody did it: only time has passed, or somebody accepted what was offered. */
export function isByTime({ kind }: DriftFinding): boolean {
  return kind === 'expired' || kind === 'due' || kind === 'waiting';
}

/** Who made it so, as far as the log tells. */
export function actionsBehind(finding: DriftFinding, { deeds }: DriftEntry): readonly AuditAction[] {
  const found = deeds?.get(finding);
  return found === undefined ? [] : found;
}

/** By the line each contradicts, then by what it is about: as one walks the files. */
export function sortFindings(findings: readonly DriftFinding[]): readonly DriftFinding[] {
  return [...findings].sort(
    (a, b) =>
      compareOrigins(a.contradicts, b.contradicts) ||
      byText(a.address, b.address) ||
      byText(a.field, b.field) ||
      byText(a.entry, b.entry) ||
      byText(a.kind, b.kind),
  );
}

/**
 * The sum of an organization's drift as a plan that goes from live to the documents, so that it is told in the words
 * and blocks of a plan: what that plan takes is what drift gave. Null where nothing drifted.
 */
export function driftBackwards({ plan, findings }: DriftEntry): Plan | null {
  if (findings.length === 0) return null;
  const { documents, delta } = driftAccess(plan, findings);
  return { ...plan, after: documents, onceAccepted: null, delta: reversedDelta(delta) };
}

/** The same of what all unmanaged things give: a plan that would take them away. Null where there are none. */
export function unmanagedBackwards({ plan }: DriftEntry): Plan | null {
  if (plan.unmanaged.length === 0) return null;
  const { without, delta } = unmanagedAccess(plan);
  return { ...plan, after: without, onceAccepted: null, delta: reversedDelta(delta) };
}

/** `roles of eve@evil.example on acme (role admin)`. */
export function unmanagedDriftName({ resource }: UnmanagedThing, { spelling }: Plan): string {
  if (resource.type !== 'assignment') return displayNameOf(resource, spelling);
  const roles = grantWords(resource.attributes);
  const held =
    roles.length === 0 ? 'attached only' : `${roles.length === 1 ? 'role' : 'roles'} ${roles.join(', ')}`;
  return `${displayNameOf(resource, spelling)} (${held})`;
}

export interface DriftSummary {
  readonly findings: number;
  /** Those of them that somebody knows of, and let stand for a while. */
  readonly acknowledged: number;
  /** People, each counted once, who have by drift what the documents do not give; and who lack what they do. */
  readonly gained: number;
  readonly lost: number;
  /** Findings that no event of the audit log explains, of those that somebody must have made so. */
  readonly unexplained: number;
  /** Live things that nobody writes: no drift, and still there. */
  readonly unmanaged: number;
}

export function driftSummary(entries: readonly DriftEntry[]): DriftSummary {
  const sums = entries
    .map(driftBackwards)
    .filter((plan) => plan !== null)
    .map(({ delta }) => delta);
  return {
    findings: entries.reduce((sum, entry) => sum + entry.findings.length, 0),
    acknowledged: entries.reduce((sum, entry) => sum + acknowledgedIn(entry), 0),
    gained: new Set(sums.flatMap((delta) => [...peopleOf(delta, 'lost')])).size,
    lost: new Set(sums.flatMap((delta) => [...peopleOf(delta, 'gained')])).size,
    unexplained: entries.reduce((sum, entry) => sum + unexplained(entry), 0),
    unmanaged: entries.reduce((sum, { plan }) => sum + plan.unmanaged.length, 0),
  };
}

function acknowledgedIn({ acknowledged }: DriftEntry): number {
  return acknowledged === undefined ? 0 : acknowledged.known.size;
}

/** Whether there is drift of which nobody said that it is known. */
export function isOpen(entry: DriftEntry): boolean {
  return entry.findings.length > acknowledgedIn(entry);
}

function unexplained({ findings, deeds }: DriftEntry): number {
  if (deeds === null) return 0;
  return findings.filter((finding) => !isByTime(finding) && !deeds.has(finding)).length;
}

/** `2 facts drifted, 1 person gained`; `no drift, 1 unmanaged assignment`. */
export function driftVerdict(entries: readonly DriftEntry[]): string {
  const { findings, acknowledged, gained, lost } = driftSummary(entries);
  const known = acknowledged === 0 ? '' : ` (${acknowledged} acknowledged)`;
  const parts = [findings === 0 ? 'no drift' : `${counted(findings, 'fact')} drifted${known}`];
  if (gained > 0) parts.push(`${counted(gained, 'person', 'people')} gained`);
  if (lost > 0) parts.push(gained > 0 ? `${lost} lost` : `${counted(lost, 'person', 'people')} lost`);
  parts.push(...comparedParts(entries));
  for (const type of TYPES) {
    const count = entries.flatMap(({ plan }) => plan.unmanaged).filter((r) => r.type === type).length;
    if (count > 0) parts.push(counted(count, `unmanaged ${type}`));
  }
  return parts.join(', ');
}

/** `2 new, 1 recovered`, where there was a report to compare with. */
function comparedParts(entries: readonly DriftEntry[]): readonly string[] {
  const compared = entries.flatMap(({ findings, history }) =>
    history === undefined ? [] : [{ findings, history }],
  );
  if (compared.length === 0) return [];
  const total = (count: (one: (typeof compared)[number]) => number) =>
    compared.reduce((sum, one) => sum + count(one), 0);
  return [
    [total(({ findings, history }) => findings.length - history.since.size), 'new'] as const,
    [total(({ history }) => history.since.size), 'still there'] as const,
    [total(({ history }) => history.recovered.length), 'recovered'] as const,
    [total(({ history }) => history.unseen.length), 'not seen'] as const,
  ].flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
}

const TYPES: readonly ResourceTypeName[] = ['assignment', 'group', 'role', 'member', 'scope'];

/** Drift cannot be told apart from documents that nobody has applied yet; where the log is silent, both are named. */
export function unexplainedSentence(entries: readonly DriftEntry[]): string | null {
  const count = driftSummary(entries).unexplained;
  if (count === 0) return null;
  const since = entries.find((entry) => entry.since != null)?.since ?? null;
  const have = `${counted(count, 'fact')} ${count === 1 ? 'has' : 'have'}`;
  const logs = entries.some(({ sources }) => sources?.some(({ from }) => from === 'webhook-log') === true)
    ? 'the logs'
    : 'the audit log';
  const log = since === null ? logs : `${logs} since ${since}`;
  return `${have} no matching event in ${log}: the documents may have changed since the last apply (see bylaw plan).`;
}
