import { compile } from '../../src/compile/compile.ts';
import type { Desired } from '../../src/compile/desired.ts';
import type { OrganizationDocument } from '../../src/policy/document-types.ts';
import { createPolicy } from '../../src/policy/policy.ts';
import { readYaml } from '../../src/source/yaml.ts';
import { checkFor } from '../../src/workspace/built-checks.ts';
import { readSchemaFiles } from '../../src/workspace/schema-files.ts';
import { atrium, desk, gorules, lumoauth, platformOf } from '../connector/platforms.ts';

const PLATFORMS = new Map(
  [lumoauth, atrium, desk, gorules, platformOf('github')].map((platform) => [platform.name, platform]),
);

/** The one organization of a YAML text, through the real reader. */
export function organizationOf(text: string): OrganizationDocument {
  const documents = readYaml(text, 'acme.yaml');
  if (!documents.ok) throw new Error(JSON.stringify(documents.diagnostics));
  const policy = createPolicy(readSchemaFiles(), checkFor);
  const read = policy.readOrganizations(documents.value, PLATFORMS);
  const [only] = read.ok ? read.value : [];
  if (only === undefined) throw new Error(JSON.stringify(read.diagnostics));
  return only;
}

/** What the one organization of a YAML text asks for. */
export function desiredIn(text: string, instant = '2027-03-01T00:00:00Z'): Desired {
  const document = organizationOf(text);
  const platform = PLATFORMS.get(document.platform.value);
  if (platform === undefined) throw new Error(`no platform ${document.platform.value}`);
  const compiled = compile(document, platform, instant);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return compiled.value;
}
