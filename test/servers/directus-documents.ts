/** A random organization of Directus as documents, so that Bylaw writes it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { documentName } from '../../src/connector/described/description/document-name.ts';
import { EMBEDDED, run } from '../command/bylaw.ts';
import { EVERYTHING_MEANT } from '../command/meant.ts';

export interface WantedRight {
  readonly collection: string;
  readonly action: string;
}

export interface WantedProject {
  readonly everybody: readonly WantedRight[];
  readonly policies: readonly { readonly rights: readonly WantedRight[] }[];
  readonly roles: readonly {
    readonly name: string;
    readonly above: number | null;
    readonly policies: readonly number[];
  }[];
  readonly people: readonly {
    readonly email: string;
    readonly role: number | null;
    readonly policies: readonly number[];
    readonly status: 'active' | 'suspended';
  }[];
}

/** Whole: who and what Directus comes with is in it, too. */
export function projectDocument({ everybody, policies, roles, people }: WantedProject): object {
  const permissions = (rights: readonly WantedRight[]) =>
    rights.map(({ action, collection }) => `items:${action}!${collection}`);
  const given = (those: readonly number[]) => those.map((at) => `policy-${at}`);
  const inRole = (at: number | null) => people.filter(({ role }) => role === at).map(({ email }) => email);
  return {
    apiVersion: 'bylaw/v1',
    kind: 'Organization',
    name: 'acme',
    platform: 'directus',
    authority: 'full',
    roles: {
      administrator: {
        title: 'Administrator',
        description: '$t:admin_description',
        includes: ['admin-access'],
        permissions: ['app:use'],
      },
      'public-policy': { description: '$t:public_description', permissions: permissions(everybody) },
      ...Object.fromEntries(
        policies.map(({ rights }, at) => [
          `policy-${at}`,
          { title: `Policy ${at}`, permissions: permissions(rights) },
        ]),
      ),
    },
    members: {
      'root@example.com': {},
      ...Object.fromEntries(
        people.map(({ email, policies: own, status }) => [
          email,
          { state: status === 'active' ? 'active' : 'deactivated', roles: given(own) },
        ]),
      ),
    },
    groups: {
      administrator: {
        title: 'Administrator',
        description: '$t:admin_description',
        members: ['root@example.com'],
        roles: ['administrator'],
      },
      public: { roles: ['public-policy'], members: inRole(null) },
      ...Object.fromEntries(
        roles.map(({ name, policies: own }, at) => [
          documentName(name),
          {
            title: name,
            roles: given(own),
            members: inRole(at),
            groups: roles.flatMap((one) => (one.above === at ? [documentName(one.name)] : [])),
          },
        ]),
      ),
    },
  };
}

/** Applies a project by the files that are shipped: from whatever is live, and then the plan is empty. */
export async function appliedProject(wanted: WantedProject, url: string, token: string): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'bylaw-directus-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  mkdirSync(join(cwd, 'access'));
  writeFileSync(join(cwd, 'access/acme.yaml'), JSON.stringify(projectDocument(wanted), null, 2));
  writeFileSync(join(cwd, 'access/meant.yaml'), EVERYTHING_MEANT);
  const workspace = {
    apiVersion: 'bylaw/v1',
    kind: 'Workspace',
    files: ['access/*.yaml'],
    organizations: { acme: { connector: 'directus', url } },
  };
  writeFileSync(join(cwd, 'bylaw.yaml'), JSON.stringify(workspace));
  const env = { ...process.env, DIRECTUS_TOKEN: token };
  for (const command of ['apply', 'plan']) {
    const words = command === 'apply' ? ['apply', '--yes', ...EMBEDDED.words] : ['plan', ...EMBEDDED.words];
    const { status, out, err } = await run(words, { cwd, env });
    expect([command, status, status === 0 ? '' : out, err]).toEqual([command, 0, '', '']);
  }
}
