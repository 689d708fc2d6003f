import { assignmentAddress } from '../resource/address.ts';
import { principalKey, splitGroupPath } from '../resource/identifiers.ts';
import type { Binding } from './binding.ts';
import type { Roster } from './roster.ts';

/**
 * A group holds only whom its home holds. A place in a group ends with the place at home, so what is left to report is
 * somebody who has no entry at home at any time, or is ruled out there: no window ever breaks this rule.
 */
export function checkAttachedMembers(code: string, roster: Roster, binding: Binding): void {
  const { title } = binding.platform;
  for (const { member, group, origin, through } of roster.outsiders) {
    const home = group.home.path;
    const person = binding.written.get(member) ?? member;
    const place = assignmentAddress(home, principalKey({ type: 'member', member }));
    const absent = binding.ruledOut.get(place)?.origin;
    const by = through === null ? '' : ` through group ${splitGroupPath(through).name}`;
    const without = absent === undefined ? 'without belonging to' : 'and ruled out of';
    binding.report(
      'invariant-broken',
      `${code}: ${person} is in group ${group.written.name}${by} ${without} ${home}; on ${title} a group holds members of the scope it lives in.`,
      origin,
      {
        related: absent === undefined ? [] : [{ message: 'ruled out here', origin: absent }],
        hint:
          absent === undefined ? `Write ${person} under members of ${home} too.` : 'Remove one of the two.',
      },
    );
  }
}
