import type { Finding } from '../../rule/finding.ts';
import { findingKeyIn } from '../../rule/finding-key.ts';
import { JudgedOrganization } from '../../rule/judged-organization.ts';
import { aheadDiagnostics } from '../../rule/rule-diagnostics.ts';
import { instancesIn } from '../../rule/rule-documents.ts';
import { markStanding } from '../../rule/standing-findings.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { WrittenPolicies } from '../../workspace/written-policies.ts';
import type { Session } from '../session/session.ts';
import { findingsOn, openRules } from './judge-written.ts';
import type { WindowTurn } from './judged-rules.ts';

/** What rules will find in the documents when windows turn, and do not find before: a warning each, at the first such instant. */
export async function judgeAhead(
  session: Session,
  policies: WrittenPolicies,
  now: readonly Finding[],
  turns: readonly WindowTurn[],
): Promise<readonly Diagnostic[]> {
  const { documents, written, custom } = await openRules(session, policies);
  if (!documents.ok) return [];
  const instances = instancesIn(documents.value);
  const keyOf = findingKeyIn(written);
  const known = [...now];
  const told: Diagnostic[] = [];
  for (const turn of turns) {
    const later = new Map(turn.compiled().map((desired) => [desired.organization, desired]));
    const then = written.map((one) => {
      const desired = later.get(one.name);
      if (desired === undefined) return one;
      const { resources } = desired;
      return new JudgedOrganization(desired, {
        document: one.document,
        resources,
        basis: 'written',
        instances,
      });
    });
    const at = { chosen: session.chosen, instant: turn.at };
    const found = await findingsOn(at, { documents: documents.value, written: then, custom }, new Map());
    const news = markStanding(found, known, keyOf, () => false).filter(
      ({ stands, isFailure, acknowledged }) => !stands && !isFailure && acknowledged === null,
    );
    known.push(...news);
    told.push(...aheadDiagnostics(news, turn));
  }
  return told;
}
