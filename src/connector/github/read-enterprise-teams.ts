import { type Outcome, success } from '../../source/outcome.ts';
import type { GithubRestReads } from './github-client.ts';
import type { GithubEndpoint } from './github-endpoint.ts';
import { readRestList } from './rest-lists.ts';
import { personId, teamShape } from './rest-shapes.ts';

/**
 * Teams that belong to the enterprise. GraphQL does not tell them from the organization's own, and REST does. A server that
 * knows no such teams lists all it has, and none of them says that it is one.
 */
export async function readEnterpriseTeams(
  client: GithubRestReads,
  endpoint: GithubEndpoint,
): Promise<Outcome<ReadonlySet<number>>> {
  const listed = await readRestList(client, endpoint, {
    name: `teams of the enterprise of ${endpoint.login}`,
    route: 'GET /orgs/{org}/teams',
    parameters: { org: endpoint.login, team_type: 'enterprise' },
    item: teamShape,
    id: personId,
  });
  if (!listed.ok) return listed;
  return success(new Set(listed.value.flatMap(({ id, ofEnterprise }) => (ofEnterprise ? [id] : []))));
}
