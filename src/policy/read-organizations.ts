import { comparableKey } from '../platform/member-key.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import { type Outcome, outcome } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { isPlainMap, keyOrigin, type SourceDocument, valueOrigin } from '../source/source-document.ts';
import { documentKind } from './document-kind.ts';
import { rootNode } from './document-node.ts';
import type { OrganizationDocument, Written } from './document-types.ts';
import { OrganizationSettings } from './organization-settings.ts';
import { ScopeMerge } from './scope-merge.ts';
import type { Validator } from './validator.ts';

/** The schema check for documents of a platform, or of none that is known. */
export type ValidatorFor = (platform: PlatformDefinition | null) => Validator;

/**
 * All Organization documents, those of one name merged, in the order first met. Documents of other known kinds are
 * passed over. Codes: those of `documentKind` and of the schema check, `unknown-platform`, `window-empty`,
 * `duplicate-declaration`, `conflicting-declaration`.
 */
export function readOrganizations(
  documents: readonly SourceDocument[],
  platforms: ReadonlyMap<string, PlatformDefinition>,
  validatorFor: ValidatorFor,
): Outcome<readonly OrganizationDocument[]> {
  const diagnostics: Diagnostic[] = [];
  const byName = new Map<string, SourceDocument[]>();
  for (const document of documents) {
    const kind = documentKind(document);
    diagnostics.push(...kind.diagnostics);
    if (!kind.ok || kind.value !== 'Organization') continue;
    const name = isPlainMap(document.value) ? document.value.name : undefined;
    if (typeof name !== 'string') {
      for (const fault of validatorFor(null)(document)) diagnostics.push(fault);
      continue;
    }
    const group = byName.get(name);
    if (group === undefined) byName.set(name, [document]);
    else group.push(document);
  }
  const organizations: OrganizationDocument[] = [];
  for (const [name, group] of byName) {
    const read = readOrganization(name, group, platforms, validatorFor, diagnostics);
    if (read !== null) organizations.push(read);
  }
  return outcome(organizations, diagnostics);
}

function readOrganization(
  name: string,
  documents: readonly SourceDocument[],
  platforms: ReadonlyMap<string, PlatformDefinition>,
  validatorFor: ValidatorFor,
  diagnostics: Diagnostic[],
): OrganizationDocument | null {
  const [first] = documents;
  if (first === undefined) return null;
  const settings = new OrganizationSettings(diagnostics);
  for (const document of documents) settings.add(rootNode(document));
  const platform = settings.platform;
  const definition = platform === null ? null : (platforms.get(platform.value) ?? null);
  if (platform === null) diagnostics.push(noPlatform(name, first));
  else if (definition === null) diagnostics.push(unknownPlatform(platform, platforms));

  const compare = definition?.members.compare ?? 'exact';
  const comparable = (key: string): string => comparableKey(key, compare);
  const root = new ScopeMerge(name, null, valueOrigin(first, ['name']), { comparable, diagnostics });
  const check = validatorFor(definition);
  for (const document of documents) {
    // One by one: a file can hold more faults than a call takes arguments.
    for (const fault of check(document)) diagnostics.push(fault);
    root.add(rootNode(document));
  }
  if (platform === null) return null;
  return {
    name,
    platform,
    authority: settings.authority,
    root: root.finish(settings.title),
    ...settings.reviews,
    files: [...new Set(documents.map((document) => document.file))],
  };
}

function noPlatform(name: string, first: SourceDocument): Diagnostic {
  // A platform that is written but is no text has been reported by the schema check.
  const written = isPlainMap(first.value) && Object.hasOwn(first.value, 'platform');
  return diagnostic(
    'missing-key',
    `No document of the organization ${quote(name)} says its \`platform\`.`,
    written ? valueOrigin(first, ['platform']) : keyOrigin(first, ['name']),
    { hint: 'Add platform: to one of them.' },
  );
}

function unknownPlatform(
  platform: Written<string>,
  platforms: ReadonlyMap<string, PlatformDefinition>,
): Diagnostic {
  const near = nearest(platform.value, platforms.keys());
  const known = [...platforms.keys()].sort();
  return diagnostic(
    'unknown-platform',
    `${quote(platform.value)} is not a platform Bylaw knows.`,
    platform.origin,
    {
      hint: near === null ? `Known: ${known.join(', ') || 'none'}.` : `Did you mean \`${near}\`?`,
    },
  );
}
