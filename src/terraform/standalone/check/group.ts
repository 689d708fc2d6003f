import { groupPath, memberId } from '../../../resource/reference.ts';
import { textOrEmpty } from '../../provider/rows/named.ts';
import { textsIn } from '../rows.ts';
import { entriesIn } from '../spelling.ts';
import { type BlockCheck, checkTwice, kindOfScopeAttribute } from './check.ts';
import { checkKeys } from './member.ts';
import { checkPermissions } from './permissions.ts';

export function checkGroup(check: BlockCheck): void {
  const { row, platform, say } = check;
  const kind = kindOfScopeAttribute(check, 'home');
  if (kind !== null && !platform.groups.homes.includes(kind))
    say(
      'No home for groups',
      `Groups of ${platform.title} live in scopes of kind ${platform.groups.homes.join(', ')}.`,
      'home',
    );
  const people = entriesIn(row.members).map(([key]) => key);
  checkKeys(check, people);
  checkTwice(check, 'members', people, (key) => memberId(key, platform.members.compare));
  if (textsIn(row.groups).length > 0 && platform.groups.nesting !== 'native') {
    say(
      'Groups in groups are not stored',
      `${platform.title} does not store groups in groups. Write the people of both into members, as in merge(local.qa, local.qa_mobile).`,
      'groups',
    );
  }
  if (typeof row.home === 'string' && textsIn(row.groups).includes(groupPath(row.home, textOrEmpty(row.name))))
    say('A group in itself', `${textOrEmpty(row.name)} is among its own groups. Leave it out.`, 'groups');
  for (const path of textsIn(row.groups))
    if (!path.includes('/'))
      say('Not a path of a group', `${JSON.stringify(path)}: write home and name, as in acme/qa.`, 'groups');
  if (textsIn(row.permissions).length > 0 && !platform.groups.carry.includes('permissions'))
    say(
      'Groups carry no permissions',
      `Groups of ${platform.title} carry ${platform.groups.carry.join(' and ')}.`,
      'permissions',
    );
  else checkPermissions(check);
}
