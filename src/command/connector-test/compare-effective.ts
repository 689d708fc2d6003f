import type { EffectiveAccess } from '../../access/effective-access.ts';
import { formatPath } from '../../access/explain/format-path.ts';
import type { ToldAccess } from '../../connector/described/read/read-effective.ts';
import type { AnswerDifference } from '../../report/connector/connector-check.ts';
import type { Spelling } from '../../resource/spelling.ts';

export interface EffectiveComparison {
  readonly people: number;
  readonly scopes: number;
  /** So often the platform says that somebody may do something. */
  readonly yes: number;
  readonly differences: readonly AnswerDifference[];
}

/** What Bylaw computes against what the platform says, of everybody whom either knows, on every scope. */
export function compareEffective(
  access: EffectiveAccess,
  told: ToldAccess,
  spelling: Spelling,
): EffectiveComparison {
  const people = new Set([...access.members, ...told.keys()]);
  const scopes = new Set([...access.scopes, ...[...told.values()].flatMap((of) => [...of.keys()])]);
  const differences: AnswerDifference[] = [];
  let yes = 0;
  for (const member of people) {
    for (const scope of scopes) {
      const theirs = told.get(member)?.get(scope) ?? NOTHING;
      const ours = new Set(access.permissions(member, scope));
      yes += theirs.size;
      const at = { person: spelling(member), scope };
      for (const permission of ours) {
        if (theirs.has(permission)) continue;
        const [path] = access.explainUpTo(member, permission, scope, 1).paths;
        differences.push({
          ...at,
          permission,
          heldBy: 'bylaw',
          path: path === undefined ? null : formatPath(path, spelling),
        });
      }
      for (const permission of theirs) {
        if (!ours.has(permission)) differences.push({ ...at, permission, heldBy: 'platform', path: null });
      }
    }
  }
  return { people: people.size, scopes: scopes.size, yes, differences };
}

const NOTHING: ReadonlySet<string> = new Set();
