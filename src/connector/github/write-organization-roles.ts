import type { MemberId, Principal, RoleKey } from '../../resource/identifiers.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { GITHUB_PATHS, githubOrigin } from './github-endpoint.ts';
import type { GithubOrganizationRole } from './github-facts.ts';
import { GITHUB_DONE, type GithubWriteContext, makeStep } from './github-write-step.ts';
import { teamAt } from './known-teams.ts';
import { loginOf } from './person-called.ts';
import { readOrganizationRoles } from './read-organization-roles.ts';
import { setMembership } from './write-github-members.ts';

/**
 * The whole set of somebody's roles on the organization, what is given before what is taken: whether somebody owns it is
 * the membership, and all other roles are assignments of their own.
 */
export async function setOrganizationRoles(
  writeContext: GithubWriteContext,
  principal: Principal,
  roles: ReadonlySet<RoleKey>,
): Promise<Outcome<null>> {
  const { index } = writeContext;
  const held = heldRoles(writeContext, principal);
  const named = [...roles].filter((role) => role !== 'owner' && role !== 'member');
  for (const key of named) {
    if (held.has(key)) continue;
    const role = index.organizationRoles.get(key);
    if (role === undefined) return failure(noSuchRole(writeContext, key));
    const given = await changeRole(writeContext, principal, role, 'PUT');
    if (!given.ok) return given;
  }
  if (principal.type === 'member') {
    const owned = await ownership(writeContext, principal.member, roles.has('owner'));
    if (!owned.ok) return owned;
  }
  for (const key of held) {
    const role = index.organizationRoles.get(key);
    if (roles.has(key) || role === undefined) continue;
    const taken = await changeRole(writeContext, principal, role, 'DELETE');
    if (!taken.ok) return taken;
  }
  return GITHUB_DONE;
}

async function ownership(
  writeContext: GithubWriteContext,
  member: MemberId,
  owner: boolean,
): Promise<Outcome<null>> {
  const { index } = writeContext;
  const now =
    index.members.get(member) ?? (index.invitations.get(member)?.role === 'admin' ? 'admin' : 'member');
  if ((now === 'admin') === owner) return GITHUB_DONE;
  // Whoever is no member and was not invited loses nothing.
  if (!owner && !index.members.has(member) && !index.invitations.has(member)) return GITHUB_DONE;
  return setMembership(writeContext, member, owner ? 'admin' : 'member');
}

/** Keys of the roles that were given to somebody directly. */
function heldRoles({ index }: GithubWriteContext, principal: Principal): ReadonlySet<RoleKey> {
  const id =
    principal.type === 'member'
      ? index.people.get(principal.member)?.id
      : index.teams.get(principal.group)?.id;
  return new Set(
    [...index.organizationRoles].flatMap(([key, { people, teams }]) =>
      (principal.type === 'member' ? people : teams).some((one) => one.id === id) ? [key] : [],
    ),
  );
}

async function changeRole(
  writeContext: GithubWriteContext,
  principal: Principal,
  role: GithubOrganizationRole,
  method: 'PUT' | 'DELETE',
): Promise<Outcome<null>> {
  const { endpoint } = writeContext;
  const { login: org } = endpoint;
  const holder = holderOf(writeContext, principal);
  if (!holder.ok) return holder;
  const { name, of, parameters, id } = holder.value;
  const made = await makeStep(writeContext, {
    name: `role ${role.name} of ${name}`,
    path: `${GITHUB_PATHS.roles(org)}/${of}`,
    request: {
      route: `${method} /orgs/{org}/organization-roles/${of}/{role_id}`,
      parameters: { org, role_id: role.id, ...parameters },
    },
    isDone: async () => {
      const now = await readOrganizationRoles(writeContext.client, endpoint);
      if (!now.ok) return now;
      const found = now.value.roles.find((one) => one.id === role.id);
      const holds = holdersIn(found ?? role, principal).some((one) => one.id === id);
      return success(found !== undefined && holds === (method === 'PUT'));
    },
  });
  if (!made.ok) return made;
  enterHolder(writeContext, principal, role, id, method === 'PUT');
  return GITHUB_DONE;
}

interface RoleHolder {
  readonly name: string;
  readonly of: 'users/{username}' | 'teams/{team_slug}';
  readonly parameters: Readonly<Record<string, string>>;
  readonly id: number | undefined;
}

function holderOf(writeContext: GithubWriteContext, principal: Principal): Outcome<RoleHolder> {
  if (principal.type === 'member') {
    const name = loginOf(writeContext, principal.member);
    const id = writeContext.index.people.get(principal.member)?.id;
    return success({ name, of: 'users/{username}', parameters: { username: name }, id });
  }
  const team = teamAt(writeContext, principal.group);
  if (!team.ok) return team;
  const { slug, id } = team.value;
  return success({ name: `team ${slug}`, of: 'teams/{team_slug}', parameters: { team_slug: slug }, id });
}

function holdersIn(role: GithubOrganizationRole, principal: Principal): readonly { readonly id: number }[] {
  return principal.type === 'member' ? role.people : role.teams;
}

function enterHolder(
  { index }: GithubWriteContext,
  principal: Principal,
  role: GithubOrganizationRole,
  id: number | undefined,
  holds: boolean,
): void {
  const key = [...index.organizationRoles].find(([, one]) => one.id === role.id)?.[0];
  const now = key === undefined ? undefined : index.organizationRoles.get(key);
  if (key === undefined || now === undefined) return;
  if (principal.type === 'member') {
    const person = index.people.get(principal.member);
    const others = now.people.filter((one) => one.id !== id);
    const people = holds && person !== undefined ? [...others, person] : others;
    index.organizationRoles.set(key, { ...now, people });
    return;
  }
  const team = index.teams.get(principal.group);
  const others = now.teams.filter((one) => one.id !== id);
  const teams = holds && team !== undefined ? [...others, { id: team.id, slug: team.slug }] : others;
  index.organizationRoles.set(key, { ...now, teams });
}

function noSuchRole({ endpoint }: GithubWriteContext, key: RoleKey) {
  const message = `The organization has no role ${key}; nothing was written`;
  return diagnostic('connector-refused', message, githubOrigin(endpoint, GITHUB_PATHS.roles(endpoint.login)));
}
