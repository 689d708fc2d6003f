import type { AccessDelta } from '../../access/access.ts';
import type { Deed } from '../../plan/attribution.ts';
import type { DriftFinding, DriftKind } from '../../plan/drift.ts';
import type { Plan } from '../../plan/plan.ts';
import { compareOrigins } from '../../source/origin.ts';
import { byText, counted } from '../phrases.ts';
import type { Tone } from '../text/style.ts';

/** What happened outside in one organization, and who is known to have done it. */
export interface DriftEntry {
  readonly plan: Plan;
  readonly findings: readonly DriftFinding[];
  readonly deeds: ReadonlyMap<DriftFinding, Deed>;
}

export const DRIFT_SIGNS: {
  readonly [K in DriftKind]: { readonly sign: string; readonly tone: Tone };
} = {
  added: { sign: '+', tone: 'added' },
  removed: { sign: '-', tone: 'removed' },
  changed: { sign: '~', tone: 'changed' },
};

/** By the line each contradicts, then by what it is about: as one walks the files. */
export function sortFindings(findings: readonly DriftFinding[]): readonly DriftFinding[] {
  return [...findings].sort(
    (a, b) =>
      compareOrigins(a.contradicts, b.contradicts) ||
      byText(a.address, b.address) ||
      byText(a.field ?? '', b.field ?? '') ||
      byText(a.entry ?? '', b.entry ?? '') ||
      byText(a.kind, b.kind),
  );
}

/** What all drift together gave and took: an apply would take back the one and give back the other. */
export function driftDelta({ plan }: DriftEntry): AccessDelta {
  return { gained: plan.delta.lost, lost: plan.delta.gained };
}

export interface DriftSummary {
  readonly findings: number;
  /** People, each counted once, who have by drift what the documents do not give; and who lack what they do. */
  readonly gained: number;
  readonly lost: number;
}

export function driftSummary(entries: readonly DriftEntry[]): DriftSummary {
  const drifted = entries.filter((entry) => entry.findings.length > 0).map(driftDelta);
  return {
    findings: entries.reduce((sum, entry) => sum + entry.findings.length, 0),
    gained: new Set(drifted.flatMap((delta) => delta.gained.map((grant) => grant.member))).size,
    lost: new Set(drifted.flatMap((delta) => delta.lost.map((grant) => grant.member))).size,
  };
}

/** `2 facts drifted, 1 person gained`; `no drift`. */
export function driftVerdict({ findings, gained, lost }: DriftSummary): string {
  if (findings === 0) return 'no drift';
  const parts = [`${counted(findings, 'fact')} drifted`];
  if (gained > 0) parts.push(`${counted(gained, 'person', 'people')} gained`);
  if (lost > 0) parts.push(gained > 0 ? `${lost} lost` : `${counted(lost, 'person', 'people')} lost`);
  return parts.join(', ');
}
