import { formatPath } from '../access/explain/format-path.ts';
import type { PermissionName } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import type { Origin } from '../source/origin.ts';
import type { Witness } from './finding.ts';
import type { JudgedOrganization } from './judged-organization.ts';

/** The shortest path by which somebody holds a permission, at the line that gives it to them. */
export function pathWitness(
  organization: JudgedOrganization,
  member: MemberId,
  permission: PermissionName,
  scope: ScopePath,
): readonly Witness[] {
  const { access, spelling, name } = organization;
  const [path] = access.explainUpTo(member, permission, scope, 1).paths;
  if (path === undefined) return [];
  const message = `${permission} on ${scope} of ${name}: ${formatPath(path, spelling)}`;
  return [{ message, origin: givingLine(path.map(({ origin }) => origin)) }];
}

/** The first line of a file, which is what somebody can edit; else the first place. */
export function givingLine(origins: readonly Origin[]): Origin {
  const [first] = origins;
  const written = origins.find(({ from }) => from === 'file') ?? first;
  if (written === undefined) throw new Error('a path has a step');
  return written;
}
