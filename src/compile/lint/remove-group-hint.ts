import type { Desired } from '../desired.ts';

/**
 * The way out of a rule that reports so many groups. To remove them is none where they are all there are and gates stand
 * open while there is no group: then everybody would be let in.
 */
export function removeGroupHint(what: string, reported: number, { platform, resources }: Desired): string {
  const opens = [...platform.scopeKinds.values()].some(({ whenNoGroups }) => whenNoGroups === 'open');
  const all = resources.filter(({ type }) => type === 'group').length;
  return opens && reported >= all
    ? `${what}. Do not remove it: without any group ${platform.title} is open to every member.`
    : `${what}, or remove it.`;
}
