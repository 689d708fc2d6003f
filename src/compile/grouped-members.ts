import type { Binding } from './binding.ts';
import { formatInstant } from './date-bounds.ts';
import type { Roster } from './roster.ts';
import type { TimeSpan } from './windows.ts';

/** Every member of the organization is in a group: now, and at each time that windows make of it. */
export function checkGroupedMembers(code: string, roster: Roster, binding: Binding): void {
  const { title } = binding.platform;
  for (const { id, display, origin, window } of roster.members.values()) {
    const start = Math.max(binding.instant, window.from);
    const at = firstUncovered(start, roster.placesInGroups(id));
    if (at >= window.until) continue;
    // Somebody whose membership begins later is told of then, not now.
    const when = at === binding.instant ? '' : `from ${formatInstant(at)} on, `;
    binding.report('invariant-broken', `${code}: ${when}${display} is in no group.`, origin, {
      severity: 'warning',
      hint: `On ${title} a new member is put into at least one group.`,
    });
  }
}

/** The first moment at or after the start that none of the spans holds; infinite where they always do. */
function firstUncovered(start: number, spans: readonly TimeSpan[]): number {
  let at = start;
  for (const { from, until } of [...spans].sort((a, b) => a.from - b.from)) {
    if (from <= at && at < until) at = until;
  }
  return at;
}
