import { compile } from '../../compile/compile.ts';
import {
  lookAheadCut,
  mostLooksAhead,
  type WindowBoundary,
  windowBoundariesAfter,
} from '../../compile/look-ahead.ts';
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

/**
 * What rules will find in the documents at each instant at which a window begins or ends, and do not find before: a warning
 * each, at the first such instant. Codes: `rule-broken`, `rule-failed`, and as information `look-ahead-cut`.
 */
export async function judgeAhead(
  session: Session,
  policies: WrittenPolicies,
  now: readonly Finding[],
): Promise<readonly Diagnostic[]> {
  const { documents, written } = openRules(session, policies);
  if (!documents.ok) return [];
  const { chosen } = session;
  const turns = turnsOf(session);
  const most = mostLooksAhead({ resources: chosen.flatMap(({ resources }) => resources) });
  const instances = instancesIn(documents.value);
  const keyOf = findingKeyIn(written);
  const known = [...now];
  const told: Diagnostic[] = [];
  for (const turn of turns.slice(0, most)) {
    const then = written.map((one) => {
      if (one.document === null || one.desired.windows.length === 0) return one;
      const later = compile(one.document, one.desired.platform, turn.at);
      if (!later.ok) return one;
      const { resources } = later.value;
      return new JudgedOrganization(later.value, {
        document: one.document,
        resources,
        basis: 'written',
        instances,
      });
    });
    const at = { chosen, instant: turn.at };
    const found = await findingsOn(at, documents.value, then, new Map());
    const news = markStanding(found, known, keyOf, () => false).filter(
      ({ stands, isFailure, acknowledged }) => !stands && !isFailure && acknowledged === null,
    );
    known.push(...news);
    told.push(...aheadDiagnostics(news, turn));
  }
  return [...told, ...lookAheadCut('Rules', turns, most)];
}

/** Those of all organizations that were asked for, each instant once. */
function turnsOf({ chosen }: Session): readonly WindowBoundary[] {
  const all = new Map(
    chosen.flatMap((desired) => windowBoundariesAfter(desired)).map((turn) => [Date.parse(turn.at), turn]),
  );
  return [...all].sort(([a], [b]) => a - b).map(([, turn]) => turn);
}
