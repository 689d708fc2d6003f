import { readWholeFile } from '../../../file/read-file.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { compileCheck } from '../../../policy/compile-check.ts';
import { createPolicy } from '../../../policy/policy.ts';
import { diagnostic } from '../../../source/diagnostic.ts';
import { failure, type Outcome } from '../../../source/outcome.ts';
import { readYaml } from '../../../source/yaml.ts';

/** A platform file that a user wrote. Fails with file-unreadable, no-documents, and all a platform file can earn. */
export function readPlatformFile(file: string, schema: object): Outcome<PlatformDefinition> {
  const bytes = readWholeFile(file, { place: null });
  if (!bytes.ok) return bytes;
  const documents = readYaml(bytes.value, file);
  if (!documents.ok) return documents;
  const [first] = documents.value;
  if (first === undefined) return failure(diagnostic('no-documents', `${file} holds no document.`, null));
  // Schemas are compiled when first asked for, and only platforms are asked for here.
  const schemas = {
    platform: schema,
    organization: {},
    workspace: {},
    expectations: {},
    guardrails: {},
    rules: {},
    people: {},
    connector: {},
  };
  return createPolicy(schemas, compileCheck).readPlatform(first);
}
