import { readFileSync } from 'node:fs';
import { loadPlatform } from '../../src/platform/load-platform.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { PlatformDocument } from '../../src/platform/platform-document.ts';
import { readYaml } from '../../src/source/yaml.ts';

function load(text: string, file: string): PlatformDefinition {
  const read = readYaml(text, file);
  if (!read.ok || read.value[0] === undefined) throw new Error(JSON.stringify(read.diagnostics));
  const [document] = read.value;
  const loaded = loadPlatform(document.value as PlatformDocument, document);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.value;
}

const shipped = (name: string): PlatformDefinition => {
  const file = `schemas/platforms/${name}.yaml`;
  return load(readFileSync(file, 'utf8'), file);
};
export const lumoauth = shipped('lumoauth');
export const gorules = shipped('gorules');
export const bilbis = shipped('bilbis');
export const oten = shipped('oten');

/** Scopes of several kinds, groups at two of them that attach and nest, one role a member, an owner to keep. */
export const estate = load(
  `
name: estate
title: Estate
scopes:
  organization: { title: Organization, root: true, inherits: union, manage: false }
  unit: { title: Unit, plural: units, parents: [organization, unit], inherits: union, manage: true }
  workspace: { title: Workspace, plural: workspaces, parents: [unit], inherits: gated, manage: true }
  product: { title: Product, plural: products, parents: [organization], inherits: gated, manage: false }
permissions:
  docs:read: { title: Read }
  docs:write: { title: Write }
  org:own: { title: Own }
roles:
  owner: { title: Owner, permissions: ["*"], assignable-at: [organization] }
  co-owner: { title: Co-owner, includes: [owner], assignable-at: [organization] }
  staff: { title: Staff, permissions: [docs:read], assignable-at: [organization] }
  editor: { title: Editor, permissions: ["docs:*"], assignable-at: [unit, workspace] }
  founder: { title: Founder, permissions: ["*"], assignable: false }
custom-roles: { at: [organization, unit], minimum-permissions: 1 }
members: { key: email, compare: fold-case, roles: exactly-one, joining: provisioned }
groups: { homes: [organization, unit], carry: [roles, attachments], nesting: native }
invariants:
  - { code: last-owner, rule: minimum-holders, role: owner, at: organization, count: 1 }
`,
  'estate.yaml',
);

/** Roles by module, usernames compared exactly, groups in projects that carry permissions and do not nest. */
export const modular = load(
  `
name: modular
title: Modular
scopes:
  organization: { title: Organization, root: true, inherits: union, manage: false }
  project: { title: Project, plural: projects, parents: [organization], inherits: override, manage: true }
modules: { build: { title: Build }, signing: { title: Signing } }
permissions:
  build:run: { title: Run, module: build }
  signing:sign: { title: Sign, module: signing }
roles:
  owner: { title: Owner, permissions: ["*"], assignable-at: [organization] }
  build-operator: { title: Operator, module: build, permissions: [build:run] }
  build-viewer: { title: Viewer, module: build }
  signer: { title: Signer, module: signing, permissions: [signing:sign] }
members: { key: username, compare: exact, roles: one-per-module, joining: invited, invited-in-groups: false }
groups: { homes: [project], carry: [permissions], nesting: none }
`,
  'modular.yaml',
);
