import type { Desired } from '../../compile/desired.ts';
import { readCost, type ThingCounts } from '../../connector/described/read/read-cost.ts';
import type { ToldReadCost } from '../../report/check/told-read-cost.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { inPlatformForm } from '../../resource/platform-form.ts';
import { connectionOf, type Workspace } from '../../workspace/workspace.ts';

/** What a read takes of each platform that a connector file describes, by organization: nobody else can know it. */
export function writtenReadCosts(
  workspace: Pick<Workspace, 'document' | 'connectors'>,
  chosen: readonly Desired[],
): ReadonlyMap<string, ToldReadCost> {
  return new Map(
    chosen.flatMap((desired) => {
      const connection = connectionOf(workspace, desired.organization);
      const api = connection === null ? undefined : workspace.connectors.get(connection.connector);
      if (connection === null || api === undefined) return [];
      const asked = connection.settings['page-size'];
      const most = typeof asked === 'number' ? asked : desired.platform.capabilities.pageSize;
      const cost = readCost(api, thingsOf(desired), most);
      return [[desired.organization, { connector: api.name, ...cost }] as const];
    }),
  );
}

/** What is written, and the roles that the platform has anyway. */
function thingsOf({ organization, resources, platform }: Desired): ThingCounts {
  const model = modelOf(inPlatformForm(resources, platform));
  const groups = model.all('group');
  const members = model.all('member');
  const ofOrganization = members.filter(({ attributes }) => attributes.scope === organization).length;
  const assignments = { member: 0, group: 0 };
  const grants = { member: 0, group: 0 };
  for (const { attributes } of model.all('assignment')) {
    const { principal, roles, below, denied } = attributes;
    assignments[principal.type] += 1;
    grants[principal.type] += roles.size + below.size + denied.size;
  }
  return {
    scopes: model.all('scope').length,
    roles: model.all('role').length + platform.roles.size,
    members: ofOrganization,
    scopeMembers: members.length - ofOrganization,
    groups: groups.length,
    memberships: groups.reduce((sum, { attributes }) => sum + attributes.members.size, 0),
    nestings: groups.reduce((sum, { attributes }) => sum + attributes.groups.size, 0),
    assignments,
    grants,
  };
}
