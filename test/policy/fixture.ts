import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { OrganizationDocument } from '../../src/policy/document-types.ts';
import { createPolicy } from '../../src/policy/policy.ts';
import type { Outcome } from '../../src/source/outcome.ts';
import type { SourceDocument } from '../../src/source/source-document.ts';
import { readYaml } from '../../src/source/yaml.ts';
import { checkFor } from '../../src/workspace/built-checks.ts';
import { readSchemaFiles } from '../../src/workspace/schema-files.ts';
import { shown } from '../source/shown.ts';

export const policy = createPolicy(readSchemaFiles(), checkFor);

/** Scopes of two kinds, one within itself; groups at the root only; custom roles; keys compared without case. */
export const NESTED = `apiVersion: bylaw/v1
kind: Platform
name: nested
title: Nested
scopes:
  organization: { title: Organization, root: true, inherits: union }
  unit: { title: Unit, plural: units, parents: [organization, unit], inherits: isolated }
  workspace: { title: Workspace, plural: workspaces, parents: [organization, unit], inherits: gated, attached: ["documents:*"] }
permissions:
  documents:read: { title: Read }
  documents:write: { title: Write, implies: [documents:read] }
  users:read: { title: See users }
roles:
  viewer: { title: Viewer, permissions: [documents:read] }
  editor: { title: Editor, includes: [viewer], permissions: [documents:write] }
  admin: { title: Administrator, permissions: ["*"], ungated: true, assignable-at: [organization] }
custom-roles: { at: [organization] }
members: { key: email, compare: fold-case, roles: many, joining: invited }
groups: { homes: [organization], carry: [roles], nesting: native }
nobody-kept: Its people are administered in another product.
`;

/** One role for each module; user names compared exactly; groups carry permissions and do not nest. */
export const MODULAR = `apiVersion: bylaw/v1
kind: Platform
name: modular
title: Modular
scopes:
  organization: { title: Organization, root: true, inherits: override }
  sub-organization: { title: Sub-organization, plural: sub-organizations, parents: [organization], inherits: override }
modules:
  build: { title: Build }
  signing: { title: Signing }
permissions:
  builds:run: { title: Run, module: build }
  keys:use: { title: Use, module: signing }
roles:
  operator: { title: Operator, module: build, permissions: [builds:run] }
  no-build: { title: None, module: build, none: true }
  signer: { title: Signer, module: signing, permissions: [keys:use] }
members: { key: username, compare: exact, roles: one-per-module, joining: provisioned, deactivation: true }
groups: { homes: [sub-organization], carry: [permissions], nesting: none }
nobody-kept: Its people are administered in another product.
`;

/** Documents of a text that is known to be YAML. */
export function documentsOf(text: string, file = 'a.yaml'): readonly SourceDocument[] {
  const read = readYaml(text, file);
  if (!read.ok) throw new Error(read.diagnostics.map(shown).join('\n'));
  return read.value;
}

export function onlyDocument(text: string, file = 'a.yaml'): SourceDocument {
  const [document] = documentsOf(text, file);
  if (document === undefined) throw new Error('no document');
  return document;
}

export function got<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.diagnostics.map(shown).join('\n'));
  return outcome.value;
}

export const PLATFORMS: ReadonlyMap<string, PlatformDefinition> = new Map(
  [NESTED, MODULAR]
    .map((text) => got(policy.readPlatform(onlyDocument(text, 'platform.yaml'))))
    .map((platform) => [platform.name, platform]),
);

export const HEAD = 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\n';

/** Organizations of several files, `a.yaml` first. */
export function read(...texts: readonly string[]): Outcome<readonly OrganizationDocument[]> {
  const documents = texts.flatMap((text, index) => documentsOf(text, `${'abcdefgh'[index]}.yaml`));
  return policy.readOrganizations(documents, PLATFORMS);
}

/** Every diagnostic as a line. */
export function problems(...texts: readonly string[]): readonly string[] {
  return read(...texts).diagnostics.map(shown);
}
