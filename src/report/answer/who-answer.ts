import type { AccessPath } from '../../access/access-path.ts';
import { type DeniedText, deniedTexts } from '../../access/denied-texts.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import { accessOnceAccepted } from './access-once-accepted.ts';
import type { AccessSource, WhoQuestion } from './access-source.ts';
import { type MissingAccess, missingSubject } from './missing-access.ts';

export interface PermissionHolder {
  readonly member: MemberId;
  /** The shortest path; null past the number of people that are explained. */
  readonly because: AccessPath | null;
  /** The texts that it is not held for. */
  readonly except: readonly DeniedText[];
}

export interface WhoAnswer {
  readonly people: readonly PermissionHolder[];
  /** People who do not have it and will, once they have accepted their invitation. */
  readonly onceAccepted: readonly PermissionHolder[];
  /** The question names something that does not exist. */
  readonly missing: MissingAccess | null;
}

/** Each explanation walks the organization. */
const MOST_EXPLAINED = 500;

export function whoAnswer({ permission, scope }: WhoQuestion, source: AccessSource): WhoAnswer {
  const explained = (
    effectiveAccess: EffectiveAccess,
    members: readonly MemberId[],
  ): readonly PermissionHolder[] => {
    const taken = deniedTexts(
      effectiveAccess,
      members.map((member) => ({ member, scope })),
    );
    return members.map((member, index) => ({
      member,
      because:
        index < MOST_EXPLAINED
          ? (effectiveAccess.explainUpTo(member, permission, scope, 1).paths[0] ?? null)
          : null,
      except: taken({ member, scope }).filter((one) => one.permission === permission),
    }));
  };
  const people = explained(source.access, source.access.who(permission, scope));
  const then = accessOnceAccepted(source);
  const more = (later: EffectiveAccess): readonly MemberId[] =>
    later.who(permission, scope).filter((one) => !source.access.can(one, permission, scope));
  return {
    people,
    onceAccepted: then === null ? [] : explained(then, more(then)),
    missing: people.length > 0 ? null : missingSubject({ permission, scope }, source),
  };
}
