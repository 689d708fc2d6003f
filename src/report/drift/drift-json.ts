import type { DriftAcknowledgement } from '../../plan/drift/acknowledged-drift.ts';
import type { AttributionSource, DeedSource } from '../../plan/drift/attribution-source.ts';
import { type UnmanagedThing, unmanagedAccess } from '../../plan/drift/drift-access.ts';
import type { DriftFinding, DriftKind } from '../../plan/drift/drift-finding.ts';
import { factName } from '../../plan/drift/fact-name.ts';
import type { Plan } from '../../plan/plan.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import {
  type DeltaJson,
  deltaJson,
  type ExplainedGrantJson,
  explainedDelta,
  type GrantList,
} from '../plan/grants-json.ts';
import { byOrganization } from '../plan/plan-verdict.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import {
  actionsBehind,
  type DriftEntry,
  type DriftSummary,
  driftBackwards,
  driftSummary,
  sortFindings,
  unmanagedBackwards,
  unmanagedDriftName,
} from './drift-entry.ts';
import { ageOf, type ReportedFinding } from './drift-history.ts';

interface AuditedActionJson {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly source: DeedSource;
}

export interface FindingJson {
  readonly kind: DriftKind;
  readonly address: string;
  readonly field: string | null;
  readonly entry: string | null;
  readonly what: string;
  readonly documents: string | null;
  readonly live: string | null;
  readonly contradicts: OriginJson;
  readonly seenAt: OriginJson | null;
  /** Null when nobody is known to have done it. */
  readonly deed: AuditedActionJson | null;
  /** Of a thing that appeared: others who gave it more since, the last deed of each. */
  readonly laterDeeds: readonly AuditedActionJson[];
  /** Null when there were too many findings to weigh each. */
  readonly effect: DeltaJson | null;
  /** What an acknowledgement says it is about: the address with the field and the entry. */
  readonly fact: string;
  /** When the first report of it read live; of a new one this. */
  readonly firstSeenAt: string;
  /** Null where there was no report to compare with. */
  readonly isNew: boolean | null;
  /** The word that it is known. */
  readonly acknowledged: AcknowledgementJson | null;
  /** A word for less than this. */
  readonly outgrown: AcknowledgementJson | null;
}

interface AcknowledgementJson {
  readonly name: string;
  readonly reason: string;
  readonly owner: string;
  readonly until: string;
  readonly origin: OriginJson;
}

interface ReportedJson {
  readonly kind: DriftKind;
  readonly fact: string;
  readonly what: string;
  readonly live: string | null;
  readonly contradicts: OriginJson;
  readonly firstSeenAt: string;
}

/** What was given and taken in sum, with the shortest path of each: the live one of what was given, the written one of what was taken. */
export interface GivenAndTakenJson {
  /** How many of the grants have a because. */
  readonly explained: number;
  readonly given: GrantList<ExplainedGrantJson>;
  readonly taken: GrantList<ExplainedGrantJson>;
}

export interface UnmanagedJson {
  readonly address: string;
  readonly name: string;
  readonly origin: OriginJson;
  /** What would be gone (`gained`) or come back (`lost`) without it; null when there are too many to weigh each. */
  readonly effect: DeltaJson | null;
}

export interface DriftReport extends ReportEnvelope<'drift', 'drift' | 'no-drift' | 'error'> {
  readonly organizations: readonly {
    readonly organization: string;
    readonly platform: string;
    readonly instant: string;
    readonly live: { readonly revision: string; readonly readAt: string };
    readonly summary: DriftSummary;
    readonly findings: readonly FindingJson[];
    /** Against the report before, where there was one. */
    readonly compared: {
      readonly readAt: string;
      readonly recovered: readonly ReportedJson[];
      readonly unseen: readonly ReportedJson[];
    } | null;
    /** What was asked who did it. Null where nobody had to be asked. */
    readonly attribution: readonly AttributionSource[] | null;
    /** What all of it together gave and took, against the documents. */
    readonly access: GivenAndTakenJson;
    /** Live things that nobody writes and nobody owns: no drift. What gives most first. */
    readonly unmanaged: readonly UnmanagedJson[];
    readonly unmanagedAccess: GivenAndTakenJson;
  }[];
}

export function driftJson(
  entries: readonly DriftEntry[],
  reportContext: ReportContext = NOTHING_MORE,
): DriftReport {
  const diagnostics = [...reportContext.diagnostics, ...entries.flatMap(({ plan }) => plan.diagnostics)];
  const drifted = entries.some(({ findings }) => findings.length > 0) ? 'drift' : 'no-drift';
  return {
    ...reportEnvelope('drift', hasErrors(diagnostics) ? 'error' : drifted, diagnosticsList(diagnostics)),
    organizations: byOrganization(entries).map((entry) => ({
      organization: entry.plan.organization,
      platform: entry.plan.desired.platform.name,
      instant: entry.plan.desired.instant,
      live: { revision: entry.plan.live.revision, readAt: entry.plan.live.readAt },
      summary: driftSummary([entry]),
      findings: sortFindings(entry.findings).map((finding) => findingJson(finding, entry)),
      compared: comparedJson(entry),
      attribution: entry.sources === undefined ? null : entry.sources,
      access: givenAndTaken(driftBackwards(entry)),
      unmanaged: unmanagedAccess(entry.plan).things.map((thing) => unmanagedJson(thing, entry.plan)),
      unmanagedAccess: givenAndTaken(unmanagedBackwards(entry)),
    })),
  };
}

function givenAndTaken(backwards: Plan | null): GivenAndTakenJson {
  if (backwards === null) return { explained: 0, given: [], taken: [] };
  const { explained, gained, lost } = explainedDelta(backwards);
  return { explained, given: lost, taken: gained };
}

function unmanagedJson(thing: UnmanagedThing, plan: Plan): UnmanagedJson {
  const { address, origin } = thing.resource;
  const effect = thing.effect === null ? null : deltaJson(thing.effect);
  return { address, name: unmanagedDriftName(thing, plan), origin: originJson(origin), effect };
}

function comparedJson({ history }: DriftEntry): DriftReport['organizations'][number]['compared'] {
  if (history === undefined) return null;
  const json = ({ kind, fact, what, live, contradicts, firstSeenAt }: ReportedFinding): ReportedJson => {
    return { kind, fact, what, live, contradicts: originJson(contradicts), firstSeenAt };
  };
  const { previousReadAt, recovered, unseen } = history;
  return { readAt: previousReadAt, recovered: recovered.map(json), unseen: unseen.map(json) };
}

function acknowledgementJson(one: DriftAcknowledgement | undefined): AcknowledgementJson | null {
  if (one === undefined) return null;
  const { name, reason, owner, until, origin } = one;
  return { name, reason, owner, until, origin: originJson(origin) };
}

function findingJson(finding: DriftFinding, entry: DriftEntry): FindingJson {
  const [deed = null, ...laterDeeds] = actionsBehind(finding, entry).map(
    ({ at, actor, action, source = 'audit-log' }): AuditedActionJson => ({ at, actor, action, source }),
  );
  const age = ageOf(finding, entry.history);
  return {
    kind: finding.kind,
    address: finding.address,
    field: finding.field,
    entry: finding.entry,
    what: finding.what,
    documents: finding.documents,
    live: finding.live,
    contradicts: originJson(finding.contradicts),
    seenAt: finding.seenAt === null ? null : originJson(finding.seenAt),
    deed,
    laterDeeds,
    effect: finding.effect === null ? null : deltaJson(finding.effect),
    fact: factName(finding),
    firstSeenAt: age === null || age === 'new' ? entry.plan.live.readAt : age,
    isNew: age === null ? null : age === 'new',
    acknowledged: acknowledgementJson(entry.acknowledged?.known.get(finding)),
    outgrown: acknowledgementJson(entry.acknowledged?.outgrown.get(finding)),
  };
}
