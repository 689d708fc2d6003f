import type { OrganizationDiff } from '../../diff/organization-diff.ts';
import { isSame } from '../../diff/organization-diff.ts';
import type { Change } from '../../plan/change.ts';
import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import { type ExplainedDeltaJson, explainedDelta } from '../plan/grants-json.ts';
import type { ComparedBase } from './compared-with.ts';

export interface DiffReport extends ReportEnvelope<'diff', 'no-changes' | 'changes' | 'error'> {
  readonly base: ComparedBase;
  readonly organizations: readonly OrganizationDiffJson[];
}

interface OrganizationDiffJson {
  readonly organization: string;
  readonly platform: string;
  readonly instant: string;
  readonly is: OrganizationDiff['is'];
  readonly same: boolean;
  readonly access: ExplainedDeltaJson;
  readonly escalations: OrganizationDiff['escalations'];
  readonly withoutHolders: OrganizationDiff['withoutHolders'];
  readonly newOutsiders: readonly string[];
  readonly changes: readonly { readonly action: Change['action']; readonly address: string }[];
  /** What differs from an instant on that did not differ before. */
  readonly ahead: readonly {
    readonly at: string;
    readonly origin: OriginJson;
    readonly access: ExplainedDeltaJson;
  }[];
}

export function diffJson(
  diffs: readonly OrganizationDiff[],
  base: ComparedBase,
  diagnostics: readonly Diagnostic[],
): DiffReport {
  const found = [...diagnostics, ...diffs.flatMap((diff) => diff.diagnostics)];
  const result = hasErrors(found) ? 'error' : diffs.every(isSame) ? 'no-changes' : 'changes';
  return {
    ...reportEnvelope('diff', result, diagnosticsList(found)),
    base,
    organizations: diffs.map(organizationJson),
  };
}

function organizationJson(diff: OrganizationDiff): OrganizationDiffJson {
  const { organization, is, difference, escalations, withoutHolders, newOutsiders, changes, ahead } = diff;
  return {
    organization,
    platform: difference.desired.platform.name,
    instant: difference.desired.instant,
    is,
    same: isSame(diff),
    access: explainedDelta(difference),
    escalations,
    withoutHolders,
    newOutsiders: [...newOutsiders],
    changes: changes.map(({ action, address }) => ({ action, address })),
    ahead: ahead.map(({ at, difference: then }) => ({
      at: at.at,
      origin: originJson(at.origin),
      access: explainedDelta(then),
    })),
  };
}
