import type { BlockPath } from '../block-diagnostics.ts';
import { type BlockCheck, kindOfScopeAttribute } from './block-check.ts';

export function checkMember(blockCheck: BlockCheck): void {
  const { row, platform, say } = blockCheck;
  const kind = kindOfScopeAttribute(blockCheck, 'scope');
  if (kind !== null && platform.scopeKinds.get(kind)?.members === false)
    say(
      'No members of its own',
      `Scopes of kind ${kind} have no members of their own: people are members of what is above.`,
      'scope',
    );
  if (typeof row.member === 'string') checkKeys(blockCheck, [row.member]);
  if (row.state === 'deactivated' && !platform.members.deactivation)
    say(
      'Nobody is deactivated',
      `${platform.title} knows no deactivated members: remove the block to remove the person.`,
      'state',
    );
}

export function checkKeys({ platform, say, row }: BlockCheck, keys: readonly string[]): void {
  if (platform.members.key !== 'email') return;
  for (const key of keys) {
    if (/^[^@]+@[^@]+$/.test(key)) continue;
    const blockPath: BlockPath = row.member === undefined ? ['members', { key }] : ['member'];
    say(
      'Not an e-mail address',
      `${JSON.stringify(key)}: members of ${platform.title} are known by their e-mail address.`,
      ...blockPath,
    );
  }
}
