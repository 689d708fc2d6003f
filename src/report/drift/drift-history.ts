import type { DriftFinding, DriftKind } from '../../plan/drift/drift-finding.ts';
import { factName } from '../../plan/drift/fact-name.ts';
import { isUnseen } from '../../plan/drift/unseen-facts.ts';
import type { UnknownList } from '../../resource/resource.ts';
import type { Origin } from '../../source/origin.ts';

/** A finding as a report tells it, for the next one. */
export interface ReportedFinding {
  readonly kind: DriftKind;
  /** `factName`. */
  readonly fact: string;
  readonly what: string;
  readonly live: string | null;
  readonly contradicts: Origin;
  /** RFC 3339 instant of the read that saw it first. */
  readonly firstSeenAt: string;
}

/** What the report before said of one organization. */
export interface PreviousDrift {
  readonly organization: string;
  readonly platform: string;
  /** When it read live. */
  readonly readAt: string;
  readonly findings: readonly ReportedFinding[];
}

/** Findings of one organization against those of the report before. */
export interface DriftHistory {
  readonly previousReadAt: string;
  /** Since when each is seen that was there before; one that is not in it is new. */
  readonly since: ReadonlyMap<DriftFinding, string>;
  /** What was there and is not any more. */
  readonly recovered: readonly ReportedFinding[];
  /** What was there, and nobody could look: a list could not be read. It goes on into the next report. */
  readonly unseen: readonly ReportedFinding[];
}

/**
 * A fact is the same while it goes the same way and, of a text, has the same value. What goes the other way now, or has yet
 * another value, is new; and it is nothing that recovered.
 */
export function driftHistory(
  findings: readonly DriftFinding[],
  previous: PreviousDrift,
  unknown: readonly UnknownList[] | undefined,
): DriftHistory {
  const before = new Map(previous.findings.map((one) => [sameness(one), one]));
  const since = new Map<DriftFinding, string>();
  for (const finding of findings) {
    const found = before.get(sameness({ ...finding, fact: factName(finding) }));
    if (found !== undefined) since.set(finding, found.firstSeenAt);
  }
  const stillOpen = new Set(findings.map(factName));
  const gone = previous.findings.filter(({ fact }) => !stillOpen.has(fact));
  return {
    previousReadAt: previous.readAt,
    since,
    recovered: gone.filter(({ fact }) => !isUnseen(unknown, fact)),
    unseen: gone.filter(({ fact }) => isUnseen(unknown, fact)),
  };
}

function sameness({ kind, fact, live }: Pick<ReportedFinding, 'kind' | 'fact' | 'live'>): string {
  return JSON.stringify([kind, fact, kind === 'changed' ? live : null]);
}

/** `new`, or since when it is there; null where there is nothing to compare with. */
export function ageOf(finding: DriftFinding, history: DriftHistory | undefined): 'new' | string | null {
  if (history === undefined) return null;
  const since = history.since.get(finding);
  return since === undefined ? 'new' : since;
}
