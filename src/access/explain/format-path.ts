import { type MemberId, type ScopePath, splitGroupPath } from '../../resource/identifiers.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { formatOrigin } from '../../source/origin.ts';
import type { AccessPath, GatePass, PathStep } from '../access-path.ts';

/**
 * One line, from the person to the permission:
 * `dan@acme.com → group qa (access/acme.yaml:14:5) → role editor on acme (access/acme.yaml:12:17) → documents:write`.
 */
export function formatPath(accessPath: AccessPath, spelling: Spelling): string {
  const person = personOf(accessPath[0]);
  const links = accessPath.map(formatStep);
  return (person === null ? links : [spelling(person), ...links]).join(' → ');
}

/** One link, with its place unless the platform itself is the place: a rule has no line to look up. */
export function formatStep(pathStep: PathStep): string {
  const { origin } = pathStep;
  const words = stepWords(pathStep);
  if (origin.from !== 'platform') return `${words} (${formatOrigin(origin)})`;
  return origin.owner === undefined ? words : `${words}, owned by ${origin.owner}`;
}

/** Who a path begins with; null for a fragment that begins in the middle. */
function personOf(pathStep: PathStep): MemberId | null {
  switch (pathStep.step) {
    case 'member-of':
    case 'default-role':
      return pathStep.member;
    case 'assigned':
    case 'attached':
    case 'denied':
      return pathStep.principal.type === 'member' ? pathStep.principal.member : null;
    default:
      return null;
  }
}

/** The words of one link alone. */
export function stepWords(pathStep: PathStep): string {
  switch (pathStep.step) {
    case 'member-of':
      return `group ${formatGroup(pathStep.group)}${filledFrom(pathStep.membersFrom)}`;
    case 'nested-in':
      return `nested in group ${formatGroup(pathStep.group)}`;
    case 'assigned':
      return `role ${pathStep.role} ${pathStep.below === true ? 'below' : 'on'} ${pathStep.scope}`;
    case 'denied':
      return `denied role ${pathStep.role} on ${pathStep.scope}`;
    case 'denies':
      return `denies ${pathStep.permission}`;
    case 'attached':
      return `attached to ${pathStep.scope}`;
    case 'default-role':
      return `default role ${pathStep.role} on ${pathStep.scope}`;
    case 'includes':
      return `includes role ${pathStep.included}`;
    case 'set':
      return `${pathStep.setting} of ${pathStep.scope} is ${pathStep.value}: includes role ${pathStep.included}`;
    case 'grants':
      return pathStep.permission;
    case 'bypasses':
      return `everything on ${pathStep.scope} and below`;
    case 'carries':
      return `carries ${pathStep.permission}`;
    case 'kind-gives':
      return `${pathStep.permission} for being attached`;
    case 'implies':
      return `implies ${pathStep.implied}`;
    case 'goes-with':
      return `takes ${pathStep.permission} along, which implies it`;
    case 'inherited':
      return `inherited by ${pathStep.to}`;
    case 'gate':
      return formatGate(pathStep.scope, pathStep.by);
  }
}

/** Whoever reads this looks for the person there, and not in the group. */
function filledFrom(source: string | undefined): string {
  return source === undefined ? '' : `, whose people come from ${source}`;
}

function formatGate(scope: ScopePath, by: GatePass): string {
  if ('open' in by) return `let into ${scope} while there are no groups`;
  if ('ungated' in by) return `let into ${scope} by role ${by.ungated}`;
  const { attached } = by;
  return attached.type === 'member'
    ? `let into ${scope} in person`
    : `let into ${scope} by group ${formatGroup(attached.group)}`;
}

/** The bare name in the organization itself, the whole path anywhere below, where names may repeat. */
function formatGroup(path: string): string {
  const { home, name } = splitGroupPath(path);
  return home.includes('/') ? path : name;
}
