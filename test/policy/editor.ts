import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { compile } from '../../src/compile/compile.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { OrganizationDocument } from '../../src/policy/document-types.ts';
import { formatOrigin, type Origin } from '../../src/source/origin.ts';
import { documentsOf, policy } from './fixture.ts';

export const NOON = '2026-11-22T12:00:00Z';

const place = (origin: Origin): string => formatOrigin(origin);

/** As an editor's own validator reads it, every keyword known. */
export function validator(schema: object): ValidateFunction {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    // A key with a capital letter is offered by its name and matches the pattern for other spellings too.
    allowMatchingProperties: true,
    ownProperties: true,
  });
  ajv.addVocabulary(['enumDescriptions']);
  addFormats.default(ajv, ['date', 'date-time']);
  return ajv.compile(schema);
}

/** `bylaw schema --platform NAME`. */
export function schemaOfPlatform(platform: PlatformDefinition): object {
  const platforms = [{ platform, organizations: [] }];
  return policy.editorSchema({
    platforms,
    others: null,
    connectors: [],
    title: `Bylaw on ${platform.title}`,
    place,
  });
}

/** `bylaw schema`, in a workspace with these organizations. */
export function schemaOfWorkspace(
  organizations: readonly OrganizationDocument[],
  known: ReadonlyMap<string, PlatformDefinition>,
): object {
  const used = [...new Set(organizations.map((document) => document.platform.value))].sort();
  const platforms = used.flatMap((name) => {
    const platform = known.get(name);
    if (platform === undefined) return [];
    return [{ platform, organizations: organizations.filter((one) => one.platform.value === name) }];
  });
  return policy.editorSchema({
    platforms,
    others: [...known.values()],
    connectors: [],
    title: 'Bylaw',
    place,
  });
}

export interface Checked {
  /** The organizations when the check has no error, else null. */
  readonly accepted: readonly OrganizationDocument[] | null;
  readonly codes: readonly string[];
}

/** What `bylaw check` says of the documents of one text. */
export function check(text: string, known: ReadonlyMap<string, PlatformDefinition>): Checked {
  const read = policy.readOrganizations(documentsOf(text), known);
  const diagnostics = [...read.diagnostics];
  for (const document of read.ok ? read.value : []) {
    const platform = known.get(document.platform.value);
    if (platform !== undefined) diagnostics.push(...compile(document, platform, NOON).diagnostics);
  }
  const errors = diagnostics.filter((d) => d.severity === 'error');
  return { accepted: read.ok && errors.length === 0 ? read.value : null, codes: errors.map((d) => d.code) };
}
