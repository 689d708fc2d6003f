/** One request to it: status, and the body as it came. */
export type AskEmulate = (
  method: string,
  path: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<{ readonly status: number; readonly text: string }>;

interface EmulateFault {
  readonly fault: string;
  /** Whether it is there still, asked of a fresh one; left out: of a part that nothing here uses. */
  readonly seen?: (ask: AskEmulate) => Promise<boolean>;
}

const made = async (ask: AskEmulate, name: string, more: object = {}) =>
  JSON.parse((await ask('POST', '/orgs/acme/teams', { name, privacy: 'closed', ...more })).text);
const said = async (asked: ReturnType<AskEmulate>, text: string) => (await asked).text.includes(text);
const isEmpty = async (asked: ReturnType<AskEmulate>) => (await asked).text === '[]';

/**
 * What emulate 0.12.2 does otherwise than GitHub, all that is known of it. So what it takes proves that a server of others
 * understands the requests, and proves no rule. A version that mends one of those that are looked for is noticed.
 */
export const EMULATE_FAULTS: readonly EmulateFault[] = [
  {
    fault:
      'a stranger who is put into the organization is an active member at once; on GitHub they are invited',
    seen: (ask) => said(ask('PUT', '/orgs/acme/memberships/dan', { role: 'member' }), '"state":"active"'),
  },
  {
    fault: 'the last owner may be made a member, and all owners may go',
    seen: (ask) => said(ask('PUT', '/orgs/acme/memberships/octavia', { role: 'member' }), '"role":"member"'),
  },
  {
    fault: 'a team "members" of its own making is listed, with everybody of the organization in it',
    seen: (ask) => said(ask('GET', '/orgs/acme/teams'), '"slug":"members"'),
  },
  {
    fault: 'logins are looked up with their letter case',
    seen: async (ask) => (await ask('GET', '/orgs/acme/memberships/BEN')).status === 404,
  },
  {
    fault: 'a secret team may have a parent',
    seen: async (ask) => {
      const { id } = await made(ask, 'Above');
      const below = { name: 'Below', privacy: 'secret', parent_team_id: id };
      return (await ask('POST', '/orgs/acme/teams', below)).status === 201;
    },
  },
  {
    fault: 'a second team of the same name gets the slug with "-2"; GitHub answers 422',
    seen: async (ask) => {
      await made(ask, 'Twice');
      return (await made(ask, 'Twice')).slug === 'twice-2';
    },
  },
  {
    fault: 'maintainers of a new team are ignored, and whoever creates it is not in it',
    seen: async (ask) => {
      await made(ask, 'Alone', { maintainers: ['ben'] });
      return isEmpty(ask('GET', '/orgs/acme/teams/alone/members'));
    },
  },
  {
    fault: 'lists of teams do not show parents, and people of a parent are not those of its children',
    seen: async (ask) => {
      const { id } = await made(ask, 'Above');
      await made(ask, 'Below', { parent_team_id: id });
      return !(await said(ask('GET', '/orgs/acme/teams'), '"parent":{'));
    },
  },
  {
    fault: 'an owner in a team keeps the role "member"; on GitHub it is "maintainer"',
    seen: async (ask) => {
      await made(ask, 'Alone');
      const put = ask('PUT', '/orgs/acme/teams/alone/memberships/octavia', { role: 'member' });
      return said(put, '"role":"member"');
    },
  },
  {
    fault: 'somebody from outside who is put into a team is in it at once',
    seen: async (ask) => {
      await made(ask, 'Alone');
      return said(ask('PUT', '/orgs/acme/teams/alone/memberships/dan', {}), '"state":"active"');
    },
  },
  {
    fault: 'a team that is renamed keeps its slug',
    seen: async (ask) => {
      await made(ask, 'Before');
      return said(ask('PATCH', '/orgs/acme/teams/before', { name: 'After' }), '"slug":"before"');
    },
  },
  {
    fault:
      'a permission of a team is not kept: any is taken (204), lists tell the same for all, and no `role_name`',
    seen: async (ask) => {
      await made(ask, 'Alone');
      const shown = async (permission: string) => {
        const put = await ask('PUT', '/orgs/acme/teams/alone/repos/acme/web', { permission });
        return `${put.status} ${(await ask('GET', '/orgs/acme/teams/alone/repos')).text}`;
      };
      const [boss, pull] = [await shown('boss'), await shown('pull')];
      return boss === pull && boss.startsWith('204') && !boss.includes('role_name');
    },
  },
  {
    fault: 'a child team has nothing of the repositories of its parent',
    seen: async (ask) => {
      const { id } = await made(ask, 'Above');
      await made(ask, 'Below', { parent_team_id: id });
      await ask('PUT', '/orgs/acme/teams/above/repos/acme/web', { permission: 'push' });
      return isEmpty(ask('GET', '/orgs/acme/teams/below/repos'));
    },
  },
  {
    fault: 'deleting a parent leaves its children',
    seen: async (ask) => {
      const { id } = await made(ask, 'Above');
      await made(ask, 'Below', { parent_team_id: id });
      await ask('DELETE', '/orgs/acme/teams/above');
      return said(ask('GET', '/orgs/acme/teams'), '"slug":"below"');
    },
  },
  {
    fault:
      'a collaborator from outside has access at once, without an invitation; a permission that there is not is push',
    seen: (ask) =>
      said(ask('PUT', '/repos/acme/web/collaborators/dan', { permission: 'boss' }), '"permission":"push"'),
  },
  {
    fault: 'everybody in the organization has the permission admin, whatever teams and roles give',
    seen: (ask) => said(ask('GET', '/repos/acme/web/collaborators/ben/permission'), '"permission":"admin"'),
  },
  {
    fault: '`affiliation` of collaborators is ignored; owners and teams are not among them',
    seen: async (ask) => {
      await ask('PUT', '/repos/acme/web/collaborators/ben', { permission: 'push' });
      return said(ask('GET', '/repos/acme/web/collaborators?affiliation=outside'), '"login":"ben"');
    },
  },
  {
    fault: 'a token that may only read writes, and without one teams are listed',
    seen: async (ask) =>
      (await ask('GET', '/orgs/acme/teams', undefined, { authorization: '' })).status === 200,
  },
  {
    fault: 'a version of the API that there is not is taken',
    seen: async (ask) =>
      (await ask('GET', '/orgs/acme', undefined, { 'x-github-api-version': '2001-01-01' })).status === 200,
  },
  {
    fault: 'the filter for people without a second factor is ignored',
    seen: (ask) => said(ask('GET', '/orgs/acme/members?filter=2fa_disabled'), '"login":"ben"'),
  },
  {
    fault: 'an archived repository is written to',
    seen: async (ask) => {
      await ask('PATCH', '/repos/acme/web', { archived: true });
      return (await ask('PATCH', '/repos/acme/web', { description: 'new' })).status === 200;
    },
  },
  { fault: 'sixty annotations are taken at once, and a change replaces them; the list has another shape' },
  { fault: 'a comment of 70,000 characters is taken' },
  { fault: 'there are no secondary limits' },
];

/** Lists that it does not have, by the paths that the connector asks for. */
export const EMULATE_LACKS: readonly string[] = [
  'GET /orgs/acme/blocks',
  'GET /orgs/acme/custom-repository-roles',
  'GET /orgs/acme/external-groups',
  'GET /orgs/acme/failed_invitations',
  'GET /orgs/acme/invitations',
  'GET /orgs/acme/organization-roles',
  'GET /orgs/acme/repos',
  'GET /orgs/acme/team-sync/groups',
  'GET /repos/acme/web/invitations',
];
