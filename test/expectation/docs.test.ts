import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { OPTIONS } from '../../src/command/options.ts';
import { compile } from '../../src/compile/compile.ts';
import { bindExpectations } from '../../src/expectation/bind-expectations.ts';
import { evaluate } from '../../src/expectation/evaluate.ts';
import { documentsOf, got, onlyDocument, policy } from '../policy/fixture.ts';
import { failures } from './expectations.ts';

/** The organization that docs/expectations.md speaks of, on a platform with projects, documents and releases. */
const PLATFORM = `apiVersion: bylaw/v1
kind: Platform
name: press
title: Press
scopes:
  organization: { title: Organization, root: true, inherits: union }
  project: { title: Project, plural: projects, parents: [organization], inherits: union }
permissions:
  documents:read: { title: Read }
  documents:write: { title: Write, implies: [documents:read] }
  documents:delete: { title: Delete }
  documents:purge: { title: Purge }
  roles:assign: { title: Assign roles }
  releases:deploy: { title: Deploy }
  releases:manage: { title: Manage }
roles:
  viewer: { title: Viewer, permissions: [documents:read], assignable-at: [organization, project] }
  writer: { title: Writer, permissions: [documents:write], assignable-at: [organization, project] }
  lead: { title: Lead, permissions: ["releases:*"], assignable-at: [organization, project] }
members: { key: email, compare: fold-case, roles: many, joining: provisioned }
groups: { homes: [organization], carry: [roles], nesting: native }
`;

const ORGANIZATION = `apiVersion: bylaw/v1
kind: Organization
name: acme
platform: press
authority: full
members: { ana@acme.example: , bo@acme.example: , lea@acme.example: , dee@agency.example: { roles: [viewer] } }
groups:
  writers: { members: [bo@acme.example, lea@acme.example], roles: [writer] }
  leads: { members: [lea@acme.example] }
  on-call: { members: [] }
projects:
  pricing:
    members: { ana@acme.example: { roles: [lead] } }
    groups: { leads: { roles: [lead] } }
`;

const page = readFileSync('docs/expectations.md', 'utf8');
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);

it('has blocks', () => {
  expect(blocks.length).toBeGreaterThan(3);
});

it.each(blocks.map((text, index) => [index + 1, text] as const))('block %i holds as shown', (_, text) => {
  const platform = got(policy.readPlatform(onlyDocument(PLATFORM)));
  const platforms = new Map([[platform.name, platform]]);
  const [organization] = got(policy.readOrganizations(documentsOf(ORGANIZATION), platforms));
  if (organization === undefined) throw new Error('no organization');
  const desired = got(compile(organization, platform, '2026-06-15T12:00:00Z'));
  const [document] = got(policy.readExpectations(documentsOf(text)));
  expect(document?.expectations.length).toBeGreaterThan(0);
  const bound = bindExpectations(document?.expectations ?? [], desired, null);
  expect(bound.diagnostics).toEqual([]);
  const { resources } = desired;
  const effectiveAccess = buildAccess(platform, resources);
  expect(failures(evaluate(got(bound), { platform, resources, access: effectiveAccess }))).toEqual([]);
});

it('names every key of the schema, and every option it shows is one', () => {
  const schema = JSON.parse(readFileSync('schemas/expectations.schema.json', 'utf8'));
  for (const key of Object.keys(schema.$defs.expectation.properties)) expect(page).toContain(key);
  for (const [, name] of page.matchAll(/--([a-z][a-z-]*)/g)) expect(Object.keys(OPTIONS)).toContain(name);
});
