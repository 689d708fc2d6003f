import {
  type DocumentNode,
  entriesOf,
  itemsOf,
  nodeKeyOrigin,
  nodeOrigin,
  rootNode,
} from '../../policy/document-node.ts';
import type { Written } from '../../policy/document-types.ts';
import type { TableCode } from '../../source/codes/codes.ts';
import { type Diagnostic, type DiagnosticDetails, diagnostic } from '../../source/diagnostic.ts';
import { didYouMean } from '../../source/did-you-mean.ts';
import { fileOrigin, type Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import { isPlainMap } from '../../source/source-document.ts';
import { readYaml } from '../../source/yaml.ts';
import type { PeerFile } from './peer-source.ts';
import type { Unplaced } from './peer-terms.ts';

/** What a key of a map is for: read by the importer, or why documents have no place for it. */
export type PeerKeys = Readonly<Record<string, 'read' | string>>;

/** Reads values out of another program's files, and collects what is wrong with them and what has no place. */
export class PeerReading {
  readonly diagnostics: Diagnostic[] = [];
  readonly unplaced: Unplaced[] = [];

  report(code: TableCode, message: string, origin: Origin, details: DiagnosticDetails = {}): void {
    this.diagnostics.push(diagnostic(code, message, origin, details));
  }

  leaveOut(what: string, why: string, origin: Origin, value: string | null = null): void {
    this.unplaced.push({ what, why, origin, value });
  }

  /** The one document of a file; null where it has faults. A file that lost its text is not one that says nothing. */
  document({ file, text }: PeerFile): DocumentNode | null {
    const read = readYaml(text, file);
    this.diagnostics.push(...read.diagnostics);
    if (!read.ok) return null;
    const [first, second] = read.value;
    if (second !== undefined) {
      const origin = nodeKeyOrigin(rootNode(second));
      this.report('invalid-value', `${file} holds more than one document; only one is expected.`, origin);
    }
    if (first !== undefined) return rootNode(first);
    const start = fileOrigin({ file, line: 1, column: 1, endLine: 1, endColumn: 1 });
    this.report('no-documents', `${file} holds no document, only comments or blanks.`, start, {
      hint: 'Write the document again, or remove the file.',
    });
    return null;
  }

  /**
   * The entries of a map by key. What is in the map and not among the keys is left out under its own name; what is no
   * map at all is a fault.
   */
  map(node: DocumentNode | null, what: string, keys: PeerKeys): ReadonlyMap<string, DocumentNode> {
    const read = new Map<string, DocumentNode>();
    for (const [key, child] of this.entries(node, what)) {
      const use = Object.hasOwn(keys, key) ? keys[key] : undefined;
      if (use === 'read') read.set(key, child);
      else if (use !== undefined) this.leaveOut(`${key} of ${what}`, use, nodeKeyOrigin(child), shown(child));
      else {
        const near = didYouMean(key, Object.keys(keys));
        const why = `The format does not know this key.${near === null ? '' : ` ${near}`}`;
        this.leaveOut(`unknown key ${quote(key)} of ${what}`, why, nodeKeyOrigin(child), shown(child));
      }
    }
    return read;
  }

  /** The entries of a map whose keys are names. */
  entries(node: DocumentNode | null, what: string): readonly (readonly [string, DocumentNode])[] {
    if (node === null || node.value === null) return [];
    if (isPlainMap(node.value)) return entriesOf(node);
    this.report('invalid-value', `${capital(what)} must be a map of keys and values.`, nodeOrigin(node));
    return [];
  }

  items(node: DocumentNode | null, what: string): readonly DocumentNode[] {
    if (node === null || node.value === null) return [];
    if (Array.isArray(node.value)) return itemsOf(node);
    this.report('invalid-value', `${capital(what)} must be a list.`, nodeOrigin(node));
    return [];
  }

  /** The texts of a list. A login of digits alone, which YAML takes for a number, is the text as typed. */
  texts(node: DocumentNode | null, what: string): readonly Written<string>[] {
    return this.items(node, what).flatMap((item) => {
      const text = this.text(item, `entry of the ${what}`);
      return text === null ? [] : [text];
    });
  }

  text(node: DocumentNode | null, what: string): Written<string> | null {
    if (node === null || node.value === null) {
      if (node !== null) this.report('invalid-value', `${capital(what)} is empty.`, nodeOrigin(node));
      return null;
    }
    const value = shown(node);
    if (value !== null && value !== '') return { value, origin: nodeOrigin(node) };
    this.report('invalid-value', `${capital(what)} must be a text.`, nodeOrigin(node));
    return null;
  }
}

function capital(what: string): string {
  return what.slice(0, 1).toUpperCase() + what.slice(1);
}

/** The text of a single value; null for more than that. */
function shown(node: DocumentNode): string | null {
  const { value } = node;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? node.typed() : null;
}

/** A map's key as a text with its place. */
export function keyText(name: string, node: DocumentNode): Written<string> {
  return { value: name, origin: nodeKeyOrigin(node) };
}
