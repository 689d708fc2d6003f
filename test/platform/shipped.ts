import { readFileSync } from 'node:fs';
import { buildAccess } from '../../src/access/build-access.ts';
import { compile } from '../../src/compile/compile.ts';
import type { Desired } from '../../src/compile/desired.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { OrganizationDocument } from '../../src/policy/document-types.ts';
import type { Snapshot } from '../../src/resource/resource.ts';
import type { Diagnostic } from '../../src/source/diagnostic.ts';
import { type Outcome, success } from '../../src/source/outcome.ts';
import { documentsOf, got, onlyDocument, policy } from '../policy/fixture.ts';

export const NAMES = ['bilbis', 'gorules', 'lumoauth', 'oten', 'appcircle', 'github'] as const;
/** Products that run here, and say themselves what people can do: their tests are in test/servers. */
export const PRODUCTS: readonly string[] = [
  'directus',
  'jupyterhub',
  'keystone',
  'rabbitmq',
  'wordpress',
  'zabbix',
];
/** What many products speak. */
export const STANDARDS: readonly string[] = ['scim'];
export type PlatformName = (typeof NAMES)[number];

/** The platforms as they are shipped, read the way a command reads them. */
export const shipped: ReadonlyMap<string, PlatformDefinition> = new Map(
  NAMES.map((name) => {
    const file = `schemas/platforms/${name}.yaml`;
    return [name, got(policy.readPlatform(onlyDocument(readFileSync(file, 'utf8'), file)))];
  }),
);

export function platformNamed(name: string): PlatformDefinition {
  const platform = shipped.get(name);
  if (platform === undefined) throw new Error(`no platform ${name}`);
  return platform;
}

const NOON = '2026-06-15T12:00:00Z';

/** The organization `acme`, from YAML through schema check, merging and compiler. */
export function compiled(
  name: PlatformName,
  yaml: string,
  authority: 'full' | 'declared' = 'full',
): Outcome<Desired> {
  const document = documentOf(name, yaml, authority);
  return document.ok ? compile(document.value, platformNamed(name), NOON) : document;
}

/** As it is written. */
export function documentOf(
  name: PlatformName,
  yaml: string,
  authority: 'full' | 'declared' = 'full',
): Outcome<OrganizationDocument> {
  const head = `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${name}\nauthority: ${authority}\n`;
  const read = policy.readOrganizations(documentsOf(`${head}${yaml}`), shipped);
  const [document] = read.ok ? read.value : [];
  return document === undefined ? { ok: false, diagnostics: read.diagnostics } : success(document);
}

export function desiredOf(name: PlatformName, yaml: string): Desired {
  return got(compiled(name, yaml));
}

/** `error unknown-role …`: what the documents are told, in order. */
export function told(name: PlatformName, yaml: string): readonly string[] {
  return compiled(name, yaml).diagnostics.map(line);
}

function line({ severity, code, message }: Diagnostic): string {
  return `${severity} ${code}: ${message}`;
}

export function accessOf(name: PlatformName, yaml: string) {
  const desired = desiredOf(name, yaml);
  return buildAccess(desired.platform, desired.resources);
}

/** What the member may do on the scope, in the catalogue's order. */
export function holds(name: PlatformName, yaml: string, member: string, scope: string): string {
  return accessOf(name, yaml).permissions(member, scope).join(' ');
}

/** An organization as it is live, everybody active. */
export function liveOf(name: PlatformName, yaml: string): Snapshot {
  const { resources } = desiredOf(name, yaml);
  return { organization: 'acme', resources, revision: '1', readAt: NOON };
}
