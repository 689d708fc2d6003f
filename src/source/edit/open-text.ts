import { isScalar, type Node, parseAllDocuments } from 'yaml';
import { known } from '../known.ts';
import { YAML_OPTIONS } from '../library-yaml.ts';
import { type Anchors, type Draft, draftOf, sameDraft } from './draft.ts';
import type { TextEdit } from './flow-collection.ts';
import type { Layout } from './render-yaml.ts';
import { Revision } from './revision.ts';

/** A YAML text whose documents can be revised in place. */
export interface OpenText {
  /** What the documents hold, in the order of `readYaml`, which has accepted the text. */
  readonly documents: readonly Draft[];
  /**
   * The text with each document as given, everything that does not differ left byte for byte. Null where the text is
   * written in a way that cannot be revised in place: what comes out is read again, and must be what was asked for.
   */
  readonly revised: (documents: readonly Draft[], layout: Layout) => string | null;
}

interface OpenedDocument {
  readonly root: Node;
  readonly draft: Draft;
  readonly anchors: Anchors;
}

export function openText(source: string): OpenText {
  const mark = source.startsWith('\ufeff') ? '\ufeff' : '';
  const breaks = new LineBreaks(source.slice(mark.length));
  const text = breaks.plain;
  const opened = parsed(text);
  return {
    documents: opened.map(({ draft }) => draft),
    revised: (documents, layout) => {
      const edits: TextEdit[] = [];
      opened.forEach(({ root, anchors }, index) => {
        const revision = new Revision(text, anchors, layout);
        revision.document(root, documents[index] ?? null);
        edits.push(...revision.edits);
      });
      const made = breaks.applied(edits);
      const again = edits.length === 0 ? opened : parsed(made);
      const holds =
        again?.length === documents.length &&
        again.every(({ draft }, at) => sameDraft(draft, documents[at] ?? null));
      return holds ? mark + made : null;
    },
  };
}

/** The documents of a text, empty ones left out. None where it is no YAML: nothing in it can be revised. */
function parsed(text: string): readonly OpenedDocument[] {
  const opened: OpenedDocument[] = [];
  const documents = parseAllDocuments(text, YAML_OPTIONS);
  for (const document of 'empty' in documents ? [] : documents) {
    if (document.errors.length > 0) return [];
    const root = document.contents as Node | null;
    if (root === null || (isScalar(root) && root.value === null && !root.source)) continue;
    opened.push({ root, ...draftOf(root) });
  }
  return opened;
}

/** A text with single line breaks, and the way back to one that may have had two characters for each. */
class LineBreaks {
  readonly plain: string;
  readonly #whole: string;
  /** Offsets in the plain text of breaks that were two characters. */
  readonly #pairs: number[] = [];

  constructor(whole: string) {
    this.#whole = whole;
    this.plain = whole.replaceAll('\r\n', '\n');
    for (let at = whole.indexOf('\r\n'); at !== -1; at = whole.indexOf('\r\n', at + 2)) {
      this.#pairs.push(at - this.#pairs.length);
    }
  }

  applied(edits: readonly TextEdit[]): string {
    const sorted = edits
      .map((textEdit, order) => ({ ...textEdit, order }))
      .sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
    const parts: string[] = [];
    let from = 0;
    for (const { start, end, text } of sorted) {
      const begin = this.#original(start);
      parts.push(this.#whole.slice(from, Math.max(from, begin)));
      parts.push(this.#pairs.length > 0 ? text.replaceAll('\n', '\r\n') : text);
      from = Math.max(from, this.#original(end));
    }
    parts.push(this.#whole.slice(from));
    return parts.join('');
  }

  /** How many pairs lie wholly before the offset: each has one character more in the original. */
  #original(at: number): number {
    let low = 0;
    let high = this.#pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (known(this.#pairs[middle], 'a pair among the pairs') < at) low = middle + 1;
      else high = middle;
    }
    return at + low;
  }
}
