import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { createPolicy } from '../../src/policy/policy.ts';
import { readYaml } from '../../src/source/yaml.ts';
import { checkFor } from '../../src/workspace/built-checks.ts';
import { readSchemaFiles } from '../../src/workspace/schema-files.ts';
import { estate, lumoauth, modular } from './platforms.ts';
import { NOON, shown } from './said.ts';
import { written } from './written.ts';

const policy = createPolicy(readSchemaFiles(), checkFor);

function read(yaml: string, platform: PlatformDefinition) {
  const documents = readYaml(yaml, 'a.yaml');
  if (!documents.ok) throw new Error(JSON.stringify(documents.diagnostics));
  const organizations = policy.readOrganizations(documents.value, new Map([[platform.name, platform]]));
  if (!organizations.ok) throw new Error(JSON.stringify(organizations.diagnostics, null, 2));
  const [organization] = organizations.value;
  if (organization === undefined) throw new Error('no organization');
  return organization;
}

const DOCUMENTS: readonly (readonly [PlatformDefinition, string])[] = [
  [
    lumoauth,
    `
title: Acme Inc.
authority: full
roles:
  reviewer: { title: Reviewer, permissions: ["documents:*"], includes: [auditor] }
members:
  Alice@acme.com: { roles: [admin, { role: reviewer, until: 2026-12-31, reason: INC-1 }] }
  bob@acme.com: { state: deactivated, until: 2026-06-01 }
  gone@acme.com: { absent: true }
groups:
  engineering: { title: Engineering, members: [alice@acme.com, { member: bob@acme.com, from: 2026-07-01 }], groups: [mobile], roles: [editor] }
  mobile: { members: [bob@acme.com] }
`,
  ],
  [
    estate,
    `
members:
  ann@acme.com: { roles: [owner] }
groups: { qa: { members: [ann@acme.com], groups: [{ group: ops, review-by: 2026-06-01 }] }, ops: {} }
units:
  emea:
    title: EMEA
    roles: { local: { permissions: [docs:read] } }
    groups: { qa: { roles: [editor], until: 2026-06-20 }, crew: {} }
    workspaces:
      checkout:
        members: { ann@acme.com: { roles: [local] } }
        groups: { qa: {}, ops: { absent: true } }
  apac: { absent: true }
products: { pay: { groups: { ops: {} } } }
`,
  ],
  [
    modular,
    `
members:
  ann: { roles: { build: build-operator, signing: { role: signer, until: 2027-01-31 } } }
projects:
  shop:
    members: { ann: {} }
    groups: { authors: { members: [ann], permissions: ["build:*"] } }
`,
  ],
];

describe('from text to resources, through the checks of documents', () => {
  test.each(DOCUMENTS.map(([platform, body]) => [platform.name, platform, body] as const))(
    '%s',
    (name, platform, body) => {
      const yaml = `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${name}\n${body}`;
      const result = compile(read(yaml, platform), platform, NOON);
      expect(result.diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
      const bare = yaml.replace('apiVersion: bylaw/v1\nkind: Organization\n', '\n\n');
      const expected = compile(written(bare), platform, NOON);
      if (!result.ok || !expected.ok) throw new Error('does not compile');
      expect(shown(result.value)).toEqual(shown(expected.value));
      expect(result.value.windows).toEqual(expected.value.windows);
      expect(result.diagnostics).toEqual(expected.diagnostics);
    },
  );
});
