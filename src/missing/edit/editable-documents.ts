import { layoutFor } from '../../import/document-layout.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { type DraftMap, isDraftMap } from '../../source/edit/draft.ts';
import { type OpenText, openText } from '../../source/edit/open-text.ts';
import { known } from '../../source/known.ts';
import type { Origin, Span } from '../../source/origin.ts';
import type { DocumentPath, SourceDocument } from '../../source/source-document.ts';
import { isPlainMap } from '../../source/source-document.ts';
import { type ValueEdit, withEdit } from './document-edit.ts';

/** A file that an organization is written in. */
export interface EditableFile {
  readonly file: string;
  readonly text: string;
  readonly documents: readonly SourceDocument[];
}

interface Opened {
  readonly file: EditableFile;
  readonly text: OpenText;
}

/** The documents of one organization as texts that can be revised in place. */
export class EditableDocuments {
  /** Those of the organization, whichever file they are in. */
  readonly documents: readonly DraftMap[];
  readonly #opened: readonly Opened[];
  /** By the number of a document: its file, and its place in it. */
  readonly #places: readonly { readonly opened: Opened; readonly at: number }[];
  readonly #plurals: readonly string[];

  constructor(files: readonly EditableFile[], organization: string, platform: PlatformDefinition) {
    this.#opened = files.map((file) => ({ file, text: openText(file.text) }));
    const own = this.#opened.flatMap((opened) =>
      opened.text.documents.flatMap((draft, at) =>
        isDraftMap(draft) && draft.get('kind') === 'Organization' && draft.get('name') === organization
          ? [{ draft, place: { opened, at } }]
          : [],
      ),
    );
    this.documents = own.map(({ draft }) => draft);
    this.#places = own.map(({ place }) => place);
    this.#plurals = [...platform.scopeKinds.values()].flatMap(({ plural }) => plural ?? []);
  }

  /** The files that become others, by name; null where a text cannot be revised so. */
  edited(edits: readonly ValueEdit[]): ReadonlyMap<string, string> | null {
    let documents: readonly DraftMap[] | null = this.documents;
    for (const edit of edits) {
      documents = withEdit(documents, edit, this.#plurals);
      if (documents === null) return null;
    }
    const layout = layoutFor(new Set(this.#plurals));
    const texts = new Map<string, string>();
    for (const opened of this.#opened) {
      const drafts = [...opened.text.documents];
      let differs = false;
      for (const [number, place] of this.#places.entries()) {
        const draft = documents[number];
        if (place.opened !== opened || draft === undefined || draft === this.documents[number]) continue;
        drafts[place.at] = draft;
        differs = true;
      }
      if (!differs) continue;
      const text = opened.text.revised(drafts, layout);
      if (text === null) return null;
      if (text !== opened.file.text) texts.set(opened.file.file, text);
    }
    return texts;
  }

  textOf(file: string): string | null {
    return this.#opened.find((opened) => opened.file.file === file)?.file.text ?? null;
  }

  /**
   * Where a bound of a window stands: the number of its document and the way to it. What an alias repeats stands in one
   * place for several grants: of those it is the one that is written at `grant`, and null where that says no single one.
   */
  bound(origin: Origin, grant: Origin | null): BoundPlace | null {
    const all = this.#bounds(origin);
    const [first, ...others] = all;
    if (others.length === 0) return first ?? null;
    const own = all.filter((place) => grant !== null && this.#isAround(place, grant));
    return own.length === 1 ? (own[0] ?? null) : null;
  }

  #bounds(origin: Origin): readonly BoundPlace[] {
    const found: BoundPlace[] = [];
    for (const [document, { opened, at }] of this.#places.entries()) {
      const source = opened.file.documents[at];
      if (source === undefined) continue;
      for (const path of boundPaths(source.value, []))
        if (isAt(source.valueSpan(path), origin)) found.push({ document, path });
    }
    return found;
  }

  #isAround({ document, path }: BoundPlace, grant: Origin): boolean {
    const place = known(this.#places[document], 'a document');
    const source = known(place.opened.file.documents[place.at], 'a document as it was read');
    return path.some((_, length) => {
      const outer = path.slice(0, length);
      return isAt(source.keySpan(outer), grant) || isAt(source.valueSpan(outer), grant);
    });
  }
}

interface BoundPlace {
  readonly document: number;
  readonly path: DocumentPath;
}

function isAt({ file, line, column }: Span, origin: Origin): boolean {
  return origin.from === 'file' && origin.file === file && origin.line === line && origin.column === column;
}

function* boundPaths(value: unknown, path: DocumentPath): Iterable<DocumentPath> {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) yield* boundPaths(item, [...path, at]);
    return;
  }
  if (!isPlainMap(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === 'from' || key === 'until') yield [...path, key];
    else yield* boundPaths(item, [...path, key]);
  }
}
