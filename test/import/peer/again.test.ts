import { describe, expect, it } from 'vitest';
import { desiredFrom, type Files, filesAfter } from '../scene.ts';
import { documentsOf, GITHUB, readPeer } from './peer-scene.ts';

/** Documents after an import over those that are there. */
function over(name: string, texts: Readonly<Record<string, string>>, files: Files): string {
  const read = readPeer(name, texts, ['acme']);
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  const [organization] = read.value;
  if (organization === undefined) throw new Error('no organization');
  const made = documentsOf(name, organization, files);
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  expect(made.value.left).toEqual([]);
  const after = filesAfter(files, made.value);
  desiredFrom(GITHUB, after);
  return Object.values(after).join('\n');
}

const HEAD = 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: github\n';

describe('what the files could not have said stays as it is written', () => {
  it('of Peribolos: access of people, roles of the organization, other repositories, comments', () => {
    const files = {
      'access/acme.yaml': `${HEAD}authority: full
members:
  octavia: { roles: [owner, moderator] }   # since 2019
  ben: { roles: [security_manager] }
  chi:
groups:
  core: { members: [ben, chi] }   # the heart
repositories:
  secrets:
    members: { hired-pen: { roles: [read] } }
  web:
    members: { ben: { roles: [admin] } }   # on call
    groups: { core: { roles: [write] } }
`,
    };
    const config = {
      'org.yaml':
        'admins: [octavia]\nmembers: [ben]\nteams:\n  core: { members: [ben], repos: { web: triage } }\n',
    };
    expect(over('peribolos', config, files)).toBe(
      files['access/acme.yaml']
        .replace('  chi:\n', '')
        .replace('[ben, chi]', '[ben]')
        .replace('roles: [write]', 'roles: [triage]'),
    );
  });

  it('of CLOWarden: members, owners, and repositories that it does not name', () => {
    const files = {
      'access/acme.yaml': `${HEAD}authority: full
members:
  octavia: { roles: [owner] }
  ben:
  eve:
groups:
  core: { title: The Core, description: Of it all, members: [ben] }
repositories:
  secrets:
    groups: { core: { roles: [admin] } }
  web:
    members: { eve: { roles: [admin] }, hired-pen: { roles: [read] } }
`,
    };
    const config = {
      'config.yaml':
        'teams: [{ name: core, maintainers: [ben] }]\nrepositories: [{ name: web, teams: { core: write }, collaborators: { eve: read } }]\n',
    };
    const after = over('clowarden', config, files);
    expect(after).toContain('  octavia: { roles: [owner] }\n  ben:\n  eve:\n');
    expect(after).toContain('  secrets:\n    groups: { core: { roles: [admin] } }\n');
    expect(after).toContain(
      'core: { title: The Core, description: Of it all, members: [{ member: ben, role: maintainer }] }',
    );
    expect(after).toContain('members: { eve: { roles: [read] } }');
    expect(after).toContain('core: { roles: [write] }');
    expect(after).not.toContain('hired-pen');
  });

  it('of safe-settings: everything but what is given on repositories that it names', () => {
    const files = {
      'access/acme.yaml': `${HEAD}authority: full
members:
  octavia: { roles: [owner] }
  ben:
groups:
  core: { title: The Core, members: [ben] }
  docs: { members: [octavia] }
repositories:
  secrets:
    members: { hired-pen: { roles: [read] } }
    groups: { core: { roles: [admin] } }
  web:
    members: { ben: { roles: [admin] } }
    groups: { core: { roles: [write] }, docs: { roles: [read] } }
`,
    };
    const config = {
      'repos/web.yml':
        'teams: [{ name: core, permission: push }]\ncollaborators: [{ username: Ben, permission: maintain }]\n',
    };
    expect(over('safe-settings', config, files)).toBe(
      files['access/acme.yaml'].replace(
        'members: { ben: { roles: [admin] } }\n    groups: { core: { roles: [write] }, docs: { roles: [read] } }',
        'members: { ben: { roles: [maintain] } }\n    groups: { core: { roles: [write] } }',
      ),
    );
    // Where the platform decides which settings hold, nothing that is written is wrong.
    const open = { ...config, 'suborgs/a.yml': 'suborgteams: [core]\n' };
    expect(over('safe-settings', open, files)).toContain('docs: { roles: [read] }');
  });
});
