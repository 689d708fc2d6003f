import type { Path } from '../../access/path.ts';
import type { MemberId } from '../../resource/reference.ts';
import { type Missing, missingSubject } from './missing.ts';
import type { AccessSource, WhoQuestion } from './source.ts';

export interface WhoAnswer {
  readonly people: readonly {
    readonly member: MemberId;
    /** The shortest path; null past the number of people that are explained. */
    readonly because: Path | null;
  }[];
  /** The question names something that does not exist. */
  readonly missing: Missing | null;
}

/** Each explanation walks the organization. */
const MOST_EXPLAINED = 500;

export function whoAnswer({ permission, scope }: WhoQuestion, source: AccessSource): WhoAnswer {
  const people = source.access.who(permission, scope).map((member, index) => ({
    member,
    because:
      index < MOST_EXPLAINED
        ? (source.access.explainUpTo(member, permission, scope, 1).paths[0] ?? null)
        : null,
  }));
  return { people, missing: people.length > 0 ? null : missingSubject({ permission, scope }, source) };
}
