import { expect, it } from 'vitest';
import { SMALL_SEED, withGithub } from './open-github-stand-in.ts';

/** What people do about their own place, and what the audit log tells of it. */

const [acme] = SMALL_SEED.organizations;
if (acme === undefined) throw new Error('no organization');
const OPTIONS = {
  seed: { users: [{ login: 'dan' }], organizations: [{ ...acme, plan: 'enterprise' as const }] },
};

it('"org.remove_member: A member was removed from an organization": of who leaves, actor and user are one', () =>
  withGithub(OPTIONS, async (github) => {
    github.leave('acme', 'chi');
    await github.ask('DELETE', '/orgs/acme/members/ben');
    const { body } = await github.ask(
      'GET',
      '/orgs/acme/audit-log?phrase=action:org.remove_member&order=asc',
    );
    expect(body).toMatchObject([
      { actor: 'chi', user: 'chi' },
      { actor: 'octavia', user: 'ben' },
    ]);
    expect(body[0].user_id).toBe(body[0].actor_id);
    expect((await github.ask('GET', '/orgs/acme/members/chi')).status).toBe(404);
  }));

it('"user: the user affected", "actor", "action": each word of a phrase has to fit; numbers stay when logins change', () =>
  withGithub(OPTIONS, async (github) => {
    await github.ask('PUT', '/orgs/acme/memberships/ben', { role: 'admin' });
    const found = async (phrase: string) =>
      (await github.ask('GET', `/orgs/acme/audit-log?phrase=${encodeURIComponent(phrase)}`)).body;
    const [line] = await found('user:BEN actor:octavia');
    expect(line).toMatchObject({ action: 'org.update_member', user: 'ben' });
    github.rename('ben', 'benjamin');
    expect(await found('user:ben')).toMatchObject([{ user_id: line.user_id }]);
    expect((await github.ask('GET', `/user/${line.user_id}`)).body.login).toBe('benjamin');
    expect((await github.ask('GET', '/users/ben')).status).toBe(404);
    expect(await found('user:ben actor:chi')).toEqual([]);
  }));

it('a declined invitation is in no list: "no_more_seats, trade_controls, already_accepted, invalid_generic, expired" are all that fail', () =>
  withGithub(OPTIONS, async (github) => {
    await github.ask('PUT', '/orgs/acme/memberships/dan');
    github.decline('acme', 'dan');
    expect((await github.ask('GET', '/orgs/acme/invitations')).body).toEqual([]);
    expect((await github.ask('GET', '/orgs/acme/failed_invitations')).body).toEqual([]);
    expect((await github.ask('GET', '/orgs/acme/memberships/dan')).status).toBe(404);
  }));

it('who cancels an invitation is the actor', () =>
  withGithub(OPTIONS, async (github) => {
    await github.ask('PUT', '/orgs/acme/memberships/dan');
    const [{ id }] = (await github.ask('GET', '/orgs/acme/invitations')).body;
    expect((await github.ask('DELETE', `/orgs/acme/invitations/${id}`)).status).toBe(204);
    const { body } = await github.ask('GET', '/orgs/acme/audit-log?phrase=action:org.cancel_invitation');
    expect(body).toMatchObject([{ actor: 'octavia', user: 'dan' }]);
  }));
