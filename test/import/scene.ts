import { readdirSync, readFileSync } from 'node:fs';
import { compile } from '../../src/compile/compile.ts';
import type { Desired } from '../../src/compile/desired.ts';
import { type Imported, importOrganization } from '../../src/import/import.ts';
import type { ImportRequest, PresentFile } from '../../src/import/import-request.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { RESEND_RULES } from '../../src/policy/document-types.ts';
import { inPlatformForm } from '../../src/resource/platform-form.ts';
import type { Resource, Snapshot } from '../../src/resource/resource.ts';
import type { Outcome } from '../../src/source/outcome.ts';
import { readYaml } from '../../src/source/yaml.ts';
import { loadWorkspace } from '../../src/workspace/workspace.ts';
import { live } from '../plan/fixtures.ts';
import { platformNamed } from '../platform/shipped.ts';
import { got, policy } from '../policy/fixture.ts';

/** What is live, imported and read again: everything without a disk. */

export const NOW = '2026-11-22T12:00:00Z';

export interface Files {
  readonly [file: string]: string;
}

export function snapshot(resources: readonly Resource[], organization = 'acme'): Snapshot {
  return { organization, resources, revision: '1', readAt: NOW };
}

export function request(
  platform: PlatformDefinition,
  found: Snapshot,
  files: Files = {},
  more: Partial<ImportRequest> = {},
): ImportRequest {
  return {
    snapshot: found,
    platform,
    files: Object.entries(files).map(([file, text]): PresentFile => ({ file, text })),
    policy,
    instant: NOW,
    resend: RESEND_RULES,
    all: false,
    newFile: (name) => `access/${name}.yaml`,
    comments: () => ['yaml-language-server: $schema=organization.schema.json'],
    ...more,
  };
}

export function imported(...args: Parameters<typeof request>): Outcome<Imported> {
  return importOrganization(request(...args));
}

/** The files afterwards. */
export function filesAfter(files: Files, made: Imported): Files {
  return { ...files, ...Object.fromEntries(made.files.map(({ file, after }) => [file, after])) };
}

export function desiredFrom(platform: PlatformDefinition, files: Files, organization = 'acme'): Desired {
  const documents = Object.entries(files).flatMap(([file, text]) => [...got(readYaml(text, file))]);
  const read = got(policy.readOrganizations(documents, new Map([[platform.name, platform]])));
  const document = read.find(({ name }) => name === organization);
  if (document === undefined) throw new Error('no document');
  return got(compile(document, platform, NOW));
}

/** The plan's changes in words. */
export function changesOf(platform: PlatformDefinition, files: Files, found: Snapshot): readonly string[] {
  const plan = buildPlan(desiredFrom(platform, files, found.organization), found);
  return plan.changes.map((change) => `${change.action} ${change.address}`);
}

export interface Example {
  readonly platform: PlatformDefinition;
  readonly files: Files;
  readonly live: Snapshot;
}

/** An example that comes with Bylaw, and the platform after its apply. */
export function example(name: string): Example {
  const folder = `examples/${name}/access`;
  const files = Object.fromEntries(
    readdirSync(folder).map((file) => [`${folder}/${file}`, readFileSync(`${folder}/${file}`, 'utf8')]),
  );
  const workspace = got(loadWorkspace(`examples/${name}`, NOW));
  const [desired] = workspace.organizations;
  if (desired === undefined) throw new Error(`no organization in ${name}`);
  const platform = platformNamed(name);
  return {
    platform,
    files,
    live: snapshot(inPlatformForm(desired.resources, platform), desired.organization),
  };
}

export { live };
