import { groupAddress } from '../resource/address.ts';
import type { Binding } from './binding.ts';
import type { DefinedGroup } from './group-table.ts';
import type { Lapse } from './windows.ts';

/**
 * Where a group is what one person has on a scope, it has one, and is not there while they are not in it. Reports
 * `invariant-broken`. Whether the group is there.
 */
export function isThereForOne(group: DefinedGroup, inside: Lapse | null, binding: Binding): boolean {
  const { platform } = binding;
  const rule = platform.invariants.find((one) => one.rule === 'groups-are-of-one-member');
  if (rule === undefined) return true;
  const { written, label } = group;
  const people = new Set(written.members?.map(({ name }) => name));
  if (people.size !== 1) {
    const are = people.size === 0 ? 'is nobody' : `are ${people.size} people`;
    const message = `${rule.code}: there ${are} in ${label}; on ${platform.title} a group is what one person has there.`;
    binding.report('invariant-broken', message, written.origin, {
      hint: 'Write a group for each person, with them under members.',
    });
  }
  const lapse = group.window.lapse ?? inside;
  if (lapse === null) return true;
  binding.ruleOut(groupAddress(group.path), lapse.why, lapse.origin);
  return false;
}
