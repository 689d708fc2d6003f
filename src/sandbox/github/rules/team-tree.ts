import type { GithubOrganizationRecord, GithubTeamRecord } from '../world/github-records.ts';

export function childTeams(
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
): readonly GithubTeamRecord[] {
  return [...organization.teams.values()].filter(({ parentId }) => parentId === team.id);
}

export function ancestorsAndSelf(
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
): readonly GithubTeamRecord[] {
  const line = [team];
  for (let { parentId } = team; parentId !== null; ) {
    const parent = organization.teams.get(parentId);
    if (parent === undefined) break;
    line.push(parent);
    parentId = parent.parentId;
  }
  return line;
}

export function descendantsAndSelf(
  organization: GithubOrganizationRecord,
  team: GithubTeamRecord,
): readonly GithubTeamRecord[] {
  const below = [team];
  for (const one of below) below.push(...childTeams(organization, one));
  return below;
}

/** "GitHub replaces special characters in the `name`, changes all words to lowercase, and replaces spaces with a `-`." */
export function teamSlug(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
