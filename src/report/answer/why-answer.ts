import type { AccessPath } from '../../access/access-path.ts';
import { type DeniedText, deniedTexts } from '../../access/denied-texts.ts';
import { EXPLAIN_LIMIT } from '../../access/effective-access.ts';
import { deniedPhrase } from '../../access/explain/denied-phrase.ts';
import { blockedWays } from '../../missing/blocked-ways.ts';
import type { DeniedSide } from '../../missing/denied-side.ts';
import { type DenyObstacle, standingDenies } from '../../missing/deny-obstacles.ts';
import { type ProposedEdit, proposedEdits } from '../../missing/edit/proposed-edits.ts';
import type { BlockedWay } from '../../missing/obstacle.ts';
import { counted } from '../phrases.ts';
import { accessOnceAccepted, ONCE_ACCEPTED } from './access-once-accepted.ts';
import { type AccessSource, sideOf, type WhyQuestion } from './access-source.ts';
import { type MissingAccess, missingAccess, missingSubject } from './missing-access.ts';

export interface WhyAnswer {
  /** Every minimal path, shortest first; empty: it does not hold. */
  readonly paths: readonly AccessPath[];
  /** More paths exist than are listed. */
  readonly cut: boolean;
  /** Where it holds: the texts that it does not hold for. */
  readonly except: readonly DeniedText[];
  /** Where it does not hold: every minimal path by which it will once the person has accepted. */
  readonly onceAccepted: readonly AccessPath[];
  /** Null exactly when it holds. */
  readonly missing: MissingAccess | null;
  /** Where it does not hold: what denies it to the person as they are, whether or not anybody gave it. */
  readonly denied: readonly DenyObstacle[];
  /** What takes it away from somebody it was given to; empty where it holds, and where nobody gave it. */
  readonly takenAway: readonly BlockedWay[];
  /** Edits that would give it; null where it holds, and where there are no documents to be edited. */
  readonly edits: readonly ProposedEdit[] | null;
}

export function whyAnswer(question: WhyQuestion, source: AccessSource): WhyAnswer {
  const { member, permission, scope } = question;
  const { paths, cut } = source.access.explainUpTo(member, permission, scope, EXPLAIN_LIMIT);
  if (paths.length > 0) {
    const except = deniedTexts(source.access, [{ member, scope }])({ member, scope }).filter(
      (taken) => taken.permission === permission,
    );
    return { paths, cut, except, onceAccepted: [], missing: null, denied: [], takenAway: [], edits: null };
  }
  const then = accessOnceAccepted(source)?.explainUpTo(member, permission, scope, EXPLAIN_LIMIT);
  const looked = lookedInto(question, source);
  return {
    paths,
    cut,
    except: [],
    onceAccepted: then === undefined ? [] : then.paths,
    missing: missingAccess(question, source, looked.takenAway),
    ...looked,
  };
}

function lookedInto(
  question: WhyQuestion,
  source: AccessSource,
): Pick<WhyAnswer, 'denied' | 'takenAway' | 'edits'> {
  const { platform, resources, documents } = source;
  if (missingSubject(question, source) !== null) return { denied: [], takenAway: [], edits: null };
  const side: DeniedSide = {
    platform,
    resources,
    ruledOut: documents?.ruledOut ?? new Map(),
    without: documents?.without ?? null,
  };
  const takenAway = blockedWays(question, side);
  const edits = documents === undefined ? null : proposedEdits(question, side, takenAway, documents.trial);
  return { denied: standingDenies(question, platform, resources), takenAway, edits };
}

/** `yes: dan@acme.com has documents:write on acme, 2 ways (as written)`; `no: …` with what is missing. */
export function whyVerdict(question: WhyQuestion, answer: WhyAnswer, source: AccessSource): string {
  const person = source.spelling(question.member);
  if (answer.onceAccepted.length > 0) {
    return `not yet (${sideOf(source)}): ${person} ${ONCE_ACCEPTED}, ${question.permission} on ${question.scope}`;
  }
  if (answer.missing !== null) return `no (${sideOf(source)}): ${answer.missing.text}`;
  const { permission, scope } = question;
  const ways = answer.cut ? `at least ${answer.paths.length} ways` : counted(answer.paths.length, 'way');
  const has = `${permission} on ${scope}${deniedPhrase(answer.except)}`;
  return `yes (${sideOf(source)}): ${person} has ${has}, ${ways}`;
}
