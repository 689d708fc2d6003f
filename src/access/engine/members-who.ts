import type { MemberId } from '../../resource/identifiers.ts';
import { hasBit } from '../bit-set.ts';
import { KindAnswers } from './kind-answers.ts';
import { KindReader } from './kind-reader.ts';
import type { Relation } from './relation.ts';

/** Everybody who holds a permission (by position) on a scope (by number), in byte order. */
export function membersWho(relation: Relation, position: number, scope: number): readonly MemberId[] {
  const reader = new KindReader(relation);
  const answers = new KindAnswers();
  reader.moveTo(scope);
  return relation.members.filter((_, member) => {
    const kind = reader.kindOf(member);
    const found = answers.of(kind);
    if (found >= 0) return found === YES;
    const answer = hasBit(reader.read(kind).here, position) ? YES : NO;
    answers.set(kind, answer);
    return answer === YES;
  });
}

const NO = 0;
const YES = 1;
