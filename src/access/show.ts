import { type MemberId, type ScopePath, splitGroupPath } from '../resource/reference.ts';
import type { Spelling } from '../resource/spelling.ts';
import { formatOrigin } from '../source/origin.ts';
import type { GatePass, AccessPath, PathStep } from './path.ts';

/**
 * One line, from the person to the permission:
 * `dan@acme.com → group qa (access/acme.yaml:14:5) → role editor on acme (access/acme.yaml:12:17) → documents:write`.
 */
export function formatPath(path: AccessPath, spelling: Spelling): string {
  const person = personOf(path[0]);
  const links = path.map(formatStep);
  return (person === null ? links : [spelling(person), ...links]).join(' → ');
}

/** One link, with its place unless the platform itself is the place: a rule has no line to look up. */
export function formatStep(step: PathStep): string {
  const words = wordsOf(step);
  return step.origin.from === 'platform' ? words : `${words} (${formatOrigin(step.origin)})`;
}

/** Who a path begins with; null for a fragment that begins in the middle. */
function personOf(step: PathStep): MemberId | null {
  switch (step.step) {
    case 'member-of':
    case 'default-role':
      return step.member;
    case 'assigned':
    case 'attached':
      return step.principal.type === 'member' ? step.principal.member : null;
    default:
      return null;
  }
}

function wordsOf(step: PathStep): string {
  switch (step.step) {
    case 'member-of':
      return `group ${formatGroup(step.group)}`;
    case 'nested-in':
      return `nested in group ${formatGroup(step.group)}`;
    case 'assigned':
      return `role ${step.role} on ${step.scope}`;
    case 'attached':
      return `attached to ${step.scope}`;
    case 'default-role':
      return `default role ${step.role} on ${step.scope}`;
    case 'includes':
      return `includes role ${step.included}`;
    case 'grants':
      return step.permission;
    case 'bypasses':
      return `everything on ${step.scope} and below`;
    case 'carries':
      return `carries ${step.permission}`;
    case 'kind-gives':
      return `${step.permission} for being attached`;
    case 'implies':
      return `implies ${step.implied}`;
    case 'inherited':
      return `inherited by ${step.to}`;
    case 'gate':
      return formatGate(step.scope, step.by);
  }
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
