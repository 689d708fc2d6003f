import { UNKNOWN } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { textsIn } from '../schema/row-resources.ts';
import type { BlockCheck } from './block-check.ts';
import { checkPermissions } from './permissions-check.ts';

export function checkRole(blockCheck: BlockCheck): void {
  const { row, platform, organization, say } = blockCheck;
  const name = textOrEmpty(row.name);
  if (platform.customRoles === null) {
    say('No custom roles', `${platform.title} has its own roles only.`, 'name');
    return;
  }
  if (platform.roles.has(name))
    say(
      'The name is taken',
      `${name} is a role of ${platform.title} itself, which cannot be changed.`,
      'name',
    );
  if (typeof row.home === 'string' && row.home !== organization)
    say(
      'Roles live in the organization',
      `Leave home out, or write ${JSON.stringify(organization)}.`,
      'home',
    );
  if (textsIn(row.includes).includes(name))
    say('A role in itself', `${name} includes itself. Leave it out of includes.`, 'includes');
  checkPermissions(blockCheck);
  if (textsIn(row.denies).length > 0 && !platform.customRoles.denies)
    say('No denies', `A role of ${platform.title} takes nothing away.`, 'denies');
  const given = textsIn(row.permissions);
  const least = platform.customRoles.minimumPermissions;
  const open = Array.isArray(row.permissions) && given.length < row.permissions.length;
  if (!open && row.permissions !== UNKNOWN && given.length < least)
    say('Too few permissions', `A role of ${platform.title} has at least ${least}.`, 'permissions');
}
