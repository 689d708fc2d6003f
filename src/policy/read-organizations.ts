import { comparableKey } from '../platform/member-key.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import { known } from '../source/known.ts';
import type { Origin } from '../source/origin.ts';
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
  const reader = new DocumentMerger(platforms, validatorFor);
  for (const document of documents) reader.add(document);
  return reader.finish();
}

/**
 * The same document by document, so that nobody has to hold all of them: of a large company they are as much as what is
 * made of them. Only those are held of whose organization no document so far says the platform.
 */
export class DocumentMerger {
  readonly #platforms: ReadonlyMap<string, PlatformDefinition>;
  readonly #validatorFor: ValidatorFor;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #byName = new Map<string, OrganizationMerge>();

  constructor(platforms: ReadonlyMap<string, PlatformDefinition>, validatorFor: ValidatorFor) {
    this.#platforms = platforms;
    this.#validatorFor = validatorFor;
  }

  add(document: SourceDocument): void {
    const kind = documentKind(document);
    this.#diagnostics.push(...kind.diagnostics);
    if (!kind.ok || kind.value !== 'Organization') return;
    const name = isPlainMap(document.value) ? document.value.name : undefined;
    if (typeof name !== 'string') {
      for (const fault of this.#validatorFor(null)(document)) this.#diagnostics.push(fault);
      return;
    }
    let merge = this.#byName.get(name);
    if (merge === undefined) {
      merge = new OrganizationMerge(name, this.#platforms, this.#validatorFor);
      this.#byName.set(name, merge);
    }
    merge.add(document);
  }

  finish(): Outcome<readonly OrganizationDocument[]> {
    const organizations: OrganizationDocument[] = [];
    for (const merge of this.#byName.values()) {
      const read = merge.finish();
      for (const found of read.diagnostics) this.#diagnostics.push(found);
      if (read.document !== null) organizations.push(read.document);
    }
    return outcome(organizations, this.#diagnostics);
  }
}

/** What is written may be checked and merged once the platform is known. */
interface KnownMerge {
  readonly root: ScopeMerge;
  readonly check: Validator;
}

/** The documents of one organization. */
class OrganizationMerge {
  readonly #name: string;
  readonly #platforms: ReadonlyMap<string, PlatformDefinition>;
  readonly #validatorFor: ValidatorFor;
  /** Of what is said once for all documents, and then of what stands in each. */
  readonly #ofSettings: Diagnostic[] = [];
  readonly #ofContents: Diagnostic[] = [];
  readonly #settings = new OrganizationSettings(this.#ofSettings);
  readonly #files = new Set<string>();
  #held: SourceDocument[] = [];
  #known: KnownMerge | null = null;
  #origin: Origin | null = null;

  constructor(name: string, platforms: ReadonlyMap<string, PlatformDefinition>, validatorFor: ValidatorFor) {
    this.#name = name;
    this.#platforms = platforms;
    this.#validatorFor = validatorFor;
  }

  add(document: SourceDocument): void {
    this.#files.add(document.file);
    this.#origin ??= valueOrigin(document, ['name']);
    this.#settings.add(rootNode(document));
    this.#held.push(document);
    if (this.#settings.platform !== null) this.#mergeHeld();
  }

  /** The document is null where none says the platform. */
  finish(): { readonly document: OrganizationDocument | null; readonly diagnostics: readonly Diagnostic[] } {
    const { platform, title, authority, reviews } = this.#settings;
    const [first] = this.#held;
    if (platform === null && first !== undefined) this.#ofSettings.push(noPlatform(this.#name, first));
    else if (platform !== null && !this.#platforms.has(platform.value))
      this.#ofSettings.push(unknownPlatform(platform, this.#platforms));
    const { root } = this.#mergeHeld();
    const diagnostics = [...this.#ofSettings, ...this.#ofContents];
    if (platform === null) return { document: null, diagnostics };
    const files = [...this.#files];
    return {
      document: { name: this.#name, platform, authority, root: root.finish(title), ...reviews, files },
      diagnostics,
    };
  }

  #mergeHeld(): KnownMerge {
    this.#known ??= this.#begin();
    const { root, check } = this.#known;
    for (const document of this.#held) {
      // One by one: a file can hold more faults than a call takes arguments.
      for (const fault of check(document)) this.#ofContents.push(fault);
      root.add(rootNode(document));
    }
    this.#held = [];
    return this.#known;
  }

  #begin(): KnownMerge {
    const { platform } = this.#settings;
    const definition = platform === null ? null : (this.#platforms.get(platform.value) ?? null);
    const compare = definition?.members.compare ?? 'exact';
    const rules = {
      comparable: (key: string): string => comparableKey(key, compare),
      diagnostics: this.#ofContents,
    };
    const origin = known(this.#origin, 'a document of an organization that is merged');
    return { root: new ScopeMerge(this.#name, null, origin, rules), check: this.#validatorFor(definition) };
  }
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
