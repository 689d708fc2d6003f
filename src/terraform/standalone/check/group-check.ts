import { groupPath, memberId } from '../../../resource/identifiers.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { entriesIn } from '../schema/equivalence.ts';
import { textsIn } from '../schema/row-resources.ts';
import { type BlockCheck, checkTwice, kindOfScopeAttribute } from './block-check.ts';
import { checkKeys } from './member-check.ts';
import { checkPermissions } from './permissions-check.ts';
import { checkSettings } from './settings-check.ts';

export function checkGroup(blockCheck: BlockCheck): void {
  const { row, platform, say } = blockCheck;
  const kind = kindOfScopeAttribute(blockCheck, 'home');
  if (kind !== null && !platform.groups.homes.includes(kind))
    say(
      'No home for groups',
      `Groups of ${platform.title} live in scopes of kind ${platform.groups.homes.join(', ')}.`,
      'home',
    );
  checkSettings(blockCheck, platform.groups.settings);
  const people = entriesIn(row.members).map(([key]) => key);
  const { membershipRoles } = platform.groups;
  const known = membershipRoles === null ? [] : [...membershipRoles.roles.keys()];
  for (const [key, role] of entriesIn(row.members))
    if (role !== '' && !known.includes(role))
      say(
        'No such role in a group',
        `${JSON.stringify(key)} is ${JSON.stringify(role)}. ${known.length === 0 ? `On ${platform.title} all members of a group are alike: write an empty text.` : `Write ${known.join(' or ')}, or an empty text.`}`,
        'members',
      );
  checkKeys(blockCheck, people);
  checkTwice(blockCheck, 'members', people, (key) => memberId(key, platform.members.compare));
  if (textsIn(row.groups).length > 0 && platform.groups.nesting !== 'native') {
    say(
      'Groups in groups are not stored',
      `${platform.title} does not store groups in groups. Write the people of both into members, as in merge(local.qa, local.qa_mobile).`,
      'groups',
    );
  }
  if (
    typeof row.home === 'string' &&
    textsIn(row.groups).includes(groupPath(row.home, textOrEmpty(row.name)))
  )
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
  else checkPermissions(blockCheck);
}
