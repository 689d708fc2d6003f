import type { MemberId } from '../../resource/identifiers.ts';
import { hasBit } from '../bit-set.ts';
import { ColumnReader } from './column-reader.ts';
import type { Relation } from './relation.ts';

/** Everybody who holds a permission (by position) on a scope (by number), in byte order. */
export function membersWho(relation: Relation, position: number, scope: number): readonly MemberId[] {
  const reader = new ColumnReader(relation);
  reader.moveTo(scope);
  return relation.members.filter((_, member) => {
    reader.read(member);
    return hasBit(reader.descent.here, position);
  });
}
