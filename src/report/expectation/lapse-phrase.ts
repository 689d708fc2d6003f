import type { Desired } from '../../compile/desired.ts';
import { type MemberId, memberKey, splitGroupPath } from '../../resource/identifiers.ts';
import { formatOrigin } from '../../source/origin.ts';
import { byText, listed } from '../phrases.ts';

const MOST = 4;

/**
 * What the documents give a person at another time: `Over: the place in group incident (access/groups.yaml:34:9).`
 * Null when there is nothing of the sort.
 */
export function lapsePhrase(member: MemberId, { ruledOut }: Desired): string | null {
  const over: string[] = [];
  const ahead: string[] = [];
  for (const [address, { why, origin }] of ruledOut) {
    if (why !== 'expired' && why !== 'not-yet') continue;
    const what = lapsed(address, member);
    if (what !== null) (why === 'expired' ? over : ahead).push(`${what} (${formatOrigin(origin)})`);
  }
  const parts = [
    ...(over.length === 0 ? [] : [`Over: ${listed([...over].sort(byText), MOST)}.`]),
    ...(ahead.length === 0 ? [] : [`Not begun: ${listed([...ahead].sort(byText), MOST)}.`]),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

/** What of this person an address or the key of an entry speaks of; null when of somebody else. */
function lapsed(address: string, member: MemberId): string | null {
  const [thing = '', entry = ''] = split(address);
  if (thing.startsWith('member:')) return thing.endsWith(`/${member}`) ? 'the membership' : null;
  if (thing.startsWith('group:')) {
    if (entry !== `members/${member}`) return null;
    return `the place in group ${splitGroupPath(thing).name}`;
  }
  const principal = `|${memberKey(member)}`;
  if (!thing.startsWith('assignment:') || !thing.endsWith(principal)) return null;
  const scope = thing.slice('assignment:'.length, -principal.length);
  const [, list = '', role = ''] = /^(roles|below|denied)\/(.*)$/s.exec(entry) ?? [];
  switch (list) {
    case 'roles':
      return `role ${role} on ${scope}`;
    case 'below':
      return `role ${role} below ${scope}`;
    case 'denied':
      return `the deny of role ${role} on ${scope}`;
    default:
      return `what is given on ${scope}`;
  }
}

function split(address: string): readonly string[] {
  const cut = address.indexOf('#');
  return cut === -1 ? [address] : [address.slice(0, cut), address.slice(cut + 1)];
}
