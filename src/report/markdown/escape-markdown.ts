import { codePointOf } from '../../source/code-point.ts';
import { known } from '../../source/known.ts';
import { escapeText } from '../../source/quote.ts';

/** Text that is Markdown already. Made only here, so that nothing a user wrote gets into a comment unescaped. */
export class Markdown {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** One row or line of a part that may be shortened. */
export interface RowText {
  readonly text: string;
  /** The lower, the longer it is kept; null: as its section. */
  readonly rank: number | null;
  /** Who or what it names, counted when it is left out. */
  readonly names: readonly string[];
}

/** Markdown of which a comment without room for all may leave out whole rows, from the end. */
export class MarkdownRows extends Markdown {
  readonly before: string;
  readonly rows: readonly RowText[];
  readonly after: string;

  constructor(before: string, rows: readonly RowText[], after: string) {
    super(`${before}${rows.map((row) => row.text).join('\n')}${after}`);
    this.before = before;
    this.rows = rows;
    this.after = after;
  }

  within(before: string, after: string): MarkdownRows {
    return new MarkdownRows(before + this.before, this.rows, this.after + after);
  }
}

/** Longer texts are cut: one name must not fill a comment. */
const LONGEST_NAME = 160;
const LONGEST_SENTENCE = 600;

/** A template whose strings are escaped as prose, in which names become code; Markdown and numbers go in as they are. */
export function md(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Markdown)[]
): Markdown {
  const part = (at: number): string => known(parts[at], 'a part of a template');
  let text = part(0);
  values.forEach((value, index) => {
    text +=
      value instanceof Markdown ? value.text : typeof value === 'number' ? String(value) : proseText(value);
    text += part(index + 1);
  });
  return new Markdown(text);
}

/** Parts as one; where one of them has rows that may be left out, so has the whole. */
export function joinMarkdown(items: readonly Markdown[], separator: string): Markdown {
  const text = (list: readonly Markdown[]) => list.map((item) => item.text).join(separator);
  const at = items.findIndex((item) => item instanceof MarkdownRows);
  const rowed = items[at];
  if (!(rowed instanceof MarkdownRows) || items.slice(at + 1).some((item) => item instanceof MarkdownRows))
    return new Markdown(text(items));
  const [before, after] = [items.slice(0, at), items.slice(at + 1)];
  return rowed.within(
    before.length === 0 ? '' : text(before) + separator,
    after.length === 0 ? '' : separator + text(after),
  );
}

/** A name or place as code, where neither mentions nor links nor formatting are read. */
export function code(text: string): Markdown {
  return new Markdown(codeText(text));
}

function codeText(text: string): string {
  const shown = escapeText(cut(text, LONGEST_NAME));
  if (/^[^\s`|](?:[^`|]*[^\s`|])?$/u.test(shown)) return `\`${shown}\``;
  // A code span cannot hold a pipe in a table, nor any backtick simply; entities can stand anywhere.
  const entities = shown.replace(/[^\p{L}\p{N} ]/gu, (c) => `&#${codePointOf(c)};`);
  return `<code>${entities === '' ? ' ' : entities}</code>`;
}

/**
 * Words are let through by what they are, not stopped by what they look like: letters, or digits, or words joined by
 * a dash. So mentions, addresses, `#12`, `INC-12`, `:tada:`, tags and emphasis all end up as code.
 */
const WORD = /^(["“(]*)((?:\p{L}+(?:[-’']\p{L}+)*|\p{N}+))([”",.;:)?!…]*)$/u;
const PUNCTUATION = /^[—–→·”",.;:)?!…]+$/u;
/** GitHub makes links of what could be a commit. */
const COMMIT = /^[0-9a-f]{7,40}$/i;
const CORE = /^(["“(]*)(.*?)([”",.;:)?!…]*)$/u;

function proseText(text: string): string {
  const parts = cut(text, LONGEST_SENTENCE).split('`');
  // Our own messages quote keys in backticks; an unpaired one is somebody's name.
  if (parts.length % 2 === 0) return wordsText(parts.join('`'));
  return parts.map((part, index) => (index % 2 === 0 ? wordsText(part) : codeText(part))).join('');
}

function wordsText(text: string): string {
  return text.split(/( +)/).map(wordText).join('');
}

function wordText(word: string): string {
  if (/^ *$/.test(word) || PUNCTUATION.test(word)) return word;
  const found = WORD.exec(word);
  if (found !== null && !COMMIT.test(known(found[2], 'the word itself'))) return word;
  // Line breaks escape `.`; then the whole is the core.
  if (!CORE.test(word)) return codeText(word);
  return word.replace(CORE, (_, before: string, core: string, after: string) =>
    core === '' ? codeText(word) : `${before}${codeText(core)}${after}`,
  );
}

function cut(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Lines as they are, of a language; nothing in them ends the block. */
export function codeBlock(lines: readonly string[], language: string): Markdown {
  const shown = lines.map(escapeText);
  const longest = Math.max(2, ...shown.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return new Markdown([`${fence}${language}`, ...shown, fence].join('\n'));
}
