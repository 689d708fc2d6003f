import type { StandInEndpoint } from '../door/github-call.ts';

const PREFIXES = [
  '/orgs/{org}/teams/{team_slug}',
  '/organizations/{org_id}/team/{team_id}',
  '/teams/{team_id}',
];

/** "You can also specify a team by `org_id` and `team_id`"; and by its number alone, as in former times. */
export function onTeam(rest: string, endpoint: Omit<StandInEndpoint, 'path'>): readonly StandInEndpoint[] {
  return PREFIXES.map((prefix) => ({ ...endpoint, path: `${prefix}${rest}` }));
}
