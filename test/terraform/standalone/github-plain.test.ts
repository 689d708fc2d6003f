/** Plain HCL on GitHub: the provider by the real terraform, through the connector, against the stand-in. */
import { expect, onTestFinished } from 'vitest';
import { GithubClock } from '../../../src/sandbox/github/world/github-clock.ts';
import { writesSentTo } from '../../connector/github/rehearsal.ts';
import { openGithubStandIn } from '../../sandbox/github/open-github-stand-in.ts';
import { itWithTerraform } from '../available.ts';
import { stage, TOKEN, VERSION } from './stage.ts';

itWithTerraform(
  'members, teams and access to repositories are made, changed and imported, each plan after it empty; the last owner stays',
  async () => {
    const standIn = await openGithubStandIn({
      clock: new GithubClock(),
      seed: {
        tokens: [{ value: TOKEN, login: 'octavia', scopes: ['admin:org', 'repo', 'read:audit_log'] }],
        users: [{ login: 'dan' }],
        organizations: [
          { login: 'acme', owners: ['octavia'], members: ['Ben', 'chi'], repositories: [{ name: 'web' }] },
        ],
      },
    });
    const world = await stage();
    onTestFinished(async () => {
      await world.close();
      await standIn.close();
    });
    const configure = (...blocks: readonly string[]) =>
      world.write(
        'main.tf',
        [
          `terraform {\n  required_providers {\n    bylaw = { source = "bylaw/bylaw", version = "${VERSION}" }\n  }\n}`,
          `provider "bylaw" {\n  connector    = "github"\n  url          = "${standIn.url}"\n  organization = "acme"\n  platform     = "github"\n  token_env    = "BYLAW_TOKEN"\n}`,
          ...blocks,
        ].join('\n\n'),
      );
    const dan = 'resource "bylaw_member" "dan" {\n  member = "dan"\n}';
    const docs = (members: string, title = 'Docs') =>
      `resource "bylaw_group" "docs" {\n  name = "docs"\n  title = "${title}"\n  members = ${members}\n}`;
    const web = (role: string) =>
      `resource "bylaw_assignment" "web" {\n  scope = "acme/repositories/web"\n  principal = "group:acme/docs"\n  roles = ["${role}"]\n  depends_on = [bylaw_group.docs]\n}`;

    configure(dan, docs('{ "BEN" = "maintainer", "chi" = "" }'), web('write'));
    await world.succeed('init', '-no-color');
    await world.apply();
    expect(standIn.team('acme', 'docs')).toEqual({ Ben: 'maintainer', chi: 'member' });
    expect(standIn.organization('acme').invitations.size).toBe(1);
    await world.expectNoChanges();

    // In place, by one request each.
    standIn.resetRequests();
    configure(dan, docs('{ "ben" = "" }'), web('maintain'));
    expect((await world.plan()).actions).toEqual({
      'bylaw_group.docs': 'update',
      'bylaw_assignment.web': 'update',
    });
    expect(writesSentTo(standIn)).toEqual([]);
    await world.applyPlanned();
    expect([...writesSentTo(standIn)].sort()).toEqual([
      'DELETE /orgs/acme/teams/docs/memberships/chi',
      'PUT /orgs/acme/teams/docs/memberships/Ben',
      'PUT /orgs/acme/teams/docs/repos/acme/web',
    ]);
    await world.expectNoChanges();

    // What is there already is imported, and is no change.
    for (const [address, id] of [
      ['bylaw_group.docs', 'acme/docs'],
      ['bylaw_assignment.web', 'acme/repositories/web|group:acme/docs'],
      ['bylaw_member.dan', 'acme|dan'],
    ] as const) {
      await world.succeed('state', 'rm', address);
      await world.succeed('import', '-no-color', address, id);
    }
    await world.expectNoChanges();

    // The last owner stays, whatever is asked.
    const last =
      'resource "bylaw_assignment" "owner" {\n  scope = "acme"\n  principal = "member:octavia"\n  roles = ["owner"]\n}';
    configure(dan, docs('{ "ben" = "" }'), web('maintain'), last);
    await world.succeed('import', '-no-color', 'bylaw_assignment.owner', 'acme|member:octavia');
    await world.expectNoChanges();
    standIn.resetRequests();
    const refused = await world.run(
      'destroy',
      '-no-color',
      '-auto-approve',
      '-target=bylaw_assignment.owner',
    );
    expect(refused.status).toBe(1);
    const octavia = standIn.world.userByLogin('octavia');
    expect(standIn.organization('acme').members.get(octavia === undefined ? 0 : octavia.id)).toBe('admin');
  },
);
