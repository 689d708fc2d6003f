import type { OrganizationDocument } from '../../src/policy/documents.ts';
import { createPolicy } from '../../src/policy/policy.ts';
import { readYaml } from '../../src/source/yaml.ts';
import { checkFor } from '../../src/workspace/checks.ts';
import { readSchemaFiles } from '../../src/workspace/schema-files.ts';
import { lumoauth } from '../connector/platforms.ts';

/** The one organization of a YAML text, through the real reader. */
export function organizationOf(text: string): OrganizationDocument {
  const documents = readYaml(text, 'acme.yaml');
  if (!documents.ok) throw new Error(JSON.stringify(documents.diagnostics));
  const policy = createPolicy(readSchemaFiles(), checkFor);
  const read = policy.readOrganizations(documents.value, new Map([['lumoauth', lumoauth]]));
  const [only] = read.ok ? read.value : [];
  if (only === undefined) throw new Error(JSON.stringify(read.diagnostics));
  return only;
}
