import { EXPLAIN_LIMIT } from '../../access/access.ts';
import type { Path } from '../../access/path.ts';
import { counted } from '../phrases.ts';
import { type Missing, missingAccess } from './missing.ts';
import { type AccessSource, sideOf, type WhyQuestion } from './source.ts';

export interface WhyAnswer {
  /** Every minimal path, shortest first; empty: it does not hold. */
  readonly paths: readonly Path[];
  /** More paths exist than are listed. */
  readonly cut: boolean;
  /** Null exactly when it holds. */
  readonly missing: Missing | null;
}

export function whyAnswer(question: WhyQuestion, source: AccessSource): WhyAnswer {
  const { member, permission, scope } = question;
  const { paths, cut } = source.access.explainUpTo(member, permission, scope, EXPLAIN_LIMIT);
  return { paths, cut, missing: paths.length > 0 ? null : missingAccess(question, source) };
}

/** `yes: dan@acme.com has documents:write on acme, 2 ways (as written)`; `no: …` with what is missing. */
export function whyVerdict(question: WhyQuestion, answer: WhyAnswer, source: AccessSource): string {
  if (answer.missing !== null) return `no (${sideOf(source)}): ${answer.missing.text}`;
  const { member, permission, scope } = question;
  const ways = answer.cut ? `at least ${answer.paths.length} ways` : counted(answer.paths.length, 'way');
  return `yes (${sideOf(source)}): ${member} has ${permission} on ${scope}, ${ways}`;
}
