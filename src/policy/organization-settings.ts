import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import { isPlainMap } from '../source/source-document.ts';
import { childNode, type DocumentNode, entriesOf, isWrittenIn, nodeOrigin, textAt } from './document-node.ts';
import type { AuthorityKey, OrganizationDocument, Written } from './document-types.ts';
import { readDecisions, readReview } from './read-reviews.ts';
import type { WrittenDecision, WrittenReview } from './review-document.ts';

/** Something an organization says once; documents may repeat it, if they agree. Code: `conflicting-declaration`. */
class AgreedSetting<T> {
  readonly #what: string;
  readonly #diagnostics: Diagnostic[];
  written: Written<T> | null = null;

  constructor(what: string, diagnostics: Diagnostic[]) {
    this.#what = what;
    this.#diagnostics = diagnostics;
  }

  add(value: T, origin: Origin): void {
    if (this.written === null) {
      this.written = { value, origin };
    } else if (JSON.stringify(this.written.value) !== JSON.stringify(value)) {
      this.#diagnostics.push(
        diagnostic(
          'conflicting-declaration',
          `Two documents disagree on the ${this.#what} of the organization.`,
          origin,
          { related: [{ message: 'the other is here', origin: this.written.origin }] },
        ),
      );
    }
  }
}

type WrittenAuthority = Omit<OrganizationDocument['authority'], 'origin'>;

const AUTHORITY_KEYS: readonly AuthorityKey[] = ['scopes', 'roles', 'members', 'groups', 'assignments'];

/** Platform, title and authority of one organization, from all its documents. */
export class OrganizationSettings {
  readonly #platform: AgreedSetting<string>;
  readonly #title: AgreedSetting<string>;
  readonly #authority: AgreedSetting<WrittenAuthority>;
  readonly #review: AgreedSetting<string>;
  readonly #decisions: WrittenDecision[] = [];
  #written: WrittenReview | null = null;

  constructor(diagnostics: Diagnostic[]) {
    this.#platform = new AgreedSetting('platform', diagnostics);
    this.#title = new AgreedSetting('title', diagnostics);
    this.#authority = new AgreedSetting('authority', diagnostics);
    this.#review = new AgreedSetting('review', diagnostics);
  }

  get reviews(): Pick<OrganizationDocument, 'review' | 'decisions'> {
    return {
      ...(this.#written === null ? {} : { review: this.#written }),
      ...(this.#decisions.length === 0 ? {} : { decisions: this.#decisions }),
    };
  }

  get platform(): Written<string> | null {
    return this.#platform.written;
  }

  get title(): Written<string> | null {
    return this.#title.written;
  }

  get authority(): OrganizationDocument['authority'] {
    const written = this.#authority.written;
    return written === null
      ? { all: null, byType: {}, origin: null }
      : { ...written.value, origin: written.origin };
  }

  /** Code: `conflicting-declaration`. */
  add(documentNode: DocumentNode): void {
    const platform = textAt(documentNode, 'platform');
    if (platform !== null) this.#platform.add(platform.value, platform.origin);
    const title = textAt(documentNode, 'title');
    if (title !== null) this.#title.add(title.value, title.origin);
    const authority = childNode(documentNode, 'authority');
    if (authority !== null) this.#authority.add(readAuthority(authority), nodeOrigin(authority));
    const review = isWrittenIn(documentNode, 'review') ? readReview(documentNode) : null;
    if (review !== null) {
      const { every, from, owners, overdue } = review;
      const said = [every, from.value, owners.map(({ value }) => value), overdue];
      this.#review.add(JSON.stringify(said), review.origin);
      this.#written ??= review;
    }
    if (isWrittenIn(documentNode, 'decisions'))
      for (const decision of readDecisions(documentNode)) this.#decisions.push(decision);
  }
}

function readAuthority(documentNode: DocumentNode): WrittenAuthority {
  if (!isPlainMap(documentNode.value)) return { all: level(documentNode.value), byType: {} };
  const written = new Map(entriesOf(documentNode));
  const byType: Partial<Record<AuthorityKey, 'full' | 'declared'>> = {};
  // In a fixed order, so that equal settings are equal texts.
  for (const key of AUTHORITY_KEYS) {
    const value = level(written.get(key)?.value);
    if (value !== null) byType[key] = value;
  }
  return { all: null, byType };
}

function level(value: unknown): 'full' | 'declared' | null {
  return value === 'full' || value === 'declared' ? value : null;
}
