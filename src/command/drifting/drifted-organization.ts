import type { Desired } from '../../compile/desired.ts';
import {
  acknowledgeDrift,
  type DriftAcknowledgement,
  isAbout,
  unusedDriftAcknowledgements,
} from '../../plan/drift/acknowledged-drift.ts';
import { attributeFindings } from '../../plan/drift/attribution.ts';
import { driftOf, hasDrifted } from '../../plan/drift/drift.ts';
import type { DriftFinding } from '../../plan/drift/drift-finding.ts';
import { isUnseen } from '../../plan/drift/unseen-facts.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DriftEntry } from '../../report/drift/drift-entry.ts';
import { driftHistory } from '../../report/drift/drift-history.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { openLiveReader } from '../session/open-connection.ts';
import { readAndCompare } from '../session/plan-organization.ts';
import type { Session } from '../session/session.ts';
import { type AskedLogs, askLogs, NOBODY_ASKED } from './ask-logs.ts';
import type { KnownDrift } from './known-drift.ts';
import type { PreviousReport } from './previous-file.ts';
import type { WebhookLogFile } from './webhook-log-file.ts';

/** What a run of `bylaw drift` was told, besides what is live. */
export interface DriftSettings {
  readonly since: string | null;
  readonly previous: PreviousReport | null;
  readonly webhookLog: WebhookLogFile | null;
  readonly acknowledgements: KnownDrift;
}

/** Reads one organization whole and tells how it drifted. An incomplete read is a failure, and nothing recovers by it. */
export async function driftOfOrganization(
  session: Session,
  desired: Desired,
  settings: DriftSettings,
): Promise<Outcome<DriftEntry>> {
  const reader = openLiveReader(session.live, desired);
  if (!reader.ok) return reader;
  const plan = await readAndCompare(desired, reader.value);
  if (!plan.ok) return plan;
  const asked: AskedLogs = hasDrifted(plan.value)
    ? await askLogs(reader.value, desired, settings)
    : NOBODY_ASKED;
  const said = known(
    settings.acknowledgements.get(desired.organization),
    'the acknowledgements of a chosen one',
  );
  const findings = driftOf(plan.value, asked.log, (fact) => said.some((one) => isAbout(one, fact)));
  const previous = settings.previous?.organizations.get(desired.organization);
  const { log, sources, diagnostics } = asked;
  return success(
    {
      plan: plan.value,
      findings,
      deeds: log === null ? null : attributeFindings(findings, log.deeds, plan.value.live.readAt),
      since: settings.since,
      ...(sources === null ? {} : { sources }),
      acknowledged: acknowledgeDrift(findings, said),
      ...(previous === undefined
        ? {}
        : { history: driftHistory(findings, previous, plan.value.live.unknown) }),
    },
    [...diagnostics, ...unusedWords(said, plan.value, findings)],
  );
}

/** Of what could not be seen nobody knows whether it is still there. */
function unusedWords(
  said: readonly DriftAcknowledgement[],
  { desired, live }: Plan,
  findings: readonly DriftFinding[],
): readonly Diagnostic[] {
  return unusedDriftAcknowledgements(said, desired.organization, findings)
    .filter(({ fact }) => !isUnseen(live.unknown, fact))
    .map(({ name, origin }) => {
      const message = `The acknowledgement ${quote(name)} is of nothing that has drifted.`;
      return diagnostic('acknowledgement-unused', message, origin);
    });
}
