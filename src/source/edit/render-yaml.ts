import { type Draft, type DraftMap, isDraftList, isDraftMap } from './draft.ts';
import { literalLines, scalarText } from './scalar-text.ts';

/** Where a value stands: the keys from the root of its document; items of lists share the path of their list. */
export type DraftPath = readonly string[];

/** How a person would lay values out. The writer knows YAML and nothing of what the keys mean. */
export interface Layout {
  /** Over several lines although it would fit on one. */
  readonly spread: (path: DraftPath, value: DraftMap | readonly Draft[]) => boolean;
  /** What an item of a list is about, for telling a changed item from another one; null: its text. */
  readonly subject: (item: DraftMap) => string | null;
  /** Comment lines above a key that is written anew, without the `#`. */
  readonly notes: (path: DraftPath) => readonly string[];
  /** Whether an empty line stands above a key of a new document. */
  readonly gap: (path: DraftPath) => boolean;
}

/** Longer lines are broken. */
export const WIDTH = 100;

/** The lines of `key: value`, each ending in a newline. */
export function entryLines(
  key: string,
  value: Draft,
  indent: number,
  path: DraftPath,
  layout: Layout,
): string {
  const begin = `${' '.repeat(indent)}${scalarText(key, 'block')}:`;
  const inline = inlineText(value, begin.length + 1, path, layout);
  if (inline !== null) return `${begin}${inline === '' ? '' : ` ${inline}`}\n`;
  return `${begin}${blockText(value, indent, path, layout)}`;
}

/** The value on one line behind its key, which ends before `column`; null when it takes lines of its own. */
export function inlineText(value: Draft, column: number, path: DraftPath, layout: Layout): string | null {
  if (value === null) return '';
  if (typeof value === 'string') return literalLines(value) === null ? scalarText(value, 'block') : null;
  if (!isDraftList(value) && !isDraftMap(value)) return String(value);
  const size = isDraftMap(value) ? value.size : value.length;
  if (size === 0) return isDraftMap(value) ? '{}' : '[]';
  if (layout.spread(path, value)) return null;
  const flow = flowText(value);
  return column + flow.length <= WIDTH ? flow : null;
}

/** What follows the colon of a key at `indent` when the value takes lines of its own: from the line break on. */
export function blockText(value: Draft, indent: number, path: DraftPath, layout: Layout): string {
  if (typeof value === 'string') {
    const literal = literalLines(value);
    if (literal === null) return ` ${scalarText(value, 'block')}\n`;
    const pad = ' '.repeat(indent + 2);
    return ` ${literal.header}\n${literal.lines.map((line) => (line === '' ? '\n' : `${pad}${line}\n`)).join('')}`;
  }
  if (isDraftMap(value)) return `\n${mapLines(value, indent + 2, path, layout)}`;
  if (isDraftList(value))
    return `\n${value.map((item) => itemLines(item, indent + 2, path, layout)).join('')}`;
  return ` ${value === null ? '' : String(value)}\n`;
}

/** The lines of a map's entries. */
export function mapLines(map: DraftMap, indent: number, path: DraftPath, layout: Layout): string {
  return [...map].map(([key, value]) => entryLines(key, value, indent, [...path, key], layout)).join('');
}

/** The lines of `- item`. */
export function itemLines(item: Draft, indent: number, path: DraftPath, layout: Layout): string {
  const pad = ' '.repeat(indent);
  const flow = typeof item === 'string' ? scalarText(item, 'block') : flowText(item);
  const long =
    isDraftMap(item) && item.size > 0 && (indent + 2 + flow.length > WIDTH || layout.spread(path, item));
  if (!long) return `${pad}- ${flow === '' ? 'null' : flow}\n`;
  return `${pad}- ${mapLines(item, indent + 2, path, layout).slice(indent + 2)}`;
}

/** On one line, whatever its length. Nothing is written for nothing. */
export function flowText(value: Draft): string {
  if (value === null) return '';
  if (typeof value === 'string') return scalarText(value, 'flow');
  if (isDraftList(value)) return `[${value.map((item) => flowText(item) || 'null').join(', ')}]`;
  if (!isDraftMap(value)) return String(value);
  if (value.size === 0) return '{}';
  return `{ ${[...value].map(([key, item]) => flowEntry(key, item)).join(', ')} }`.replace(/ {2}}$/, ' }');
}

export function flowEntry(key: string, value: Draft): string {
  return `${scalarText(key, 'flow')}: ${flowText(value)}`;
}

/** A whole document: comment lines, then the root map, sections apart by empty lines. */
export function documentText(comments: readonly string[], root: DraftMap, layout: Layout): string {
  const lines = comments.map((line) => `# ${line}\n`);
  for (const [key, value] of root) {
    const path = [key];
    if (layout.gap(path)) lines.push('\n');
    lines.push(...noteLines(path, 0, layout), entryLines(key, value, 0, path, layout));
  }
  return lines.join('');
}

export function noteLines(path: DraftPath, indent: number, layout: Layout): readonly string[] {
  return layout.notes(path).map((line) => `${' '.repeat(indent)}# ${line}\n`);
}
