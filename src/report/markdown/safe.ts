import { escapeText } from '../../source/quote.ts';

/** Text that is Markdown already. Made only here, so that nothing a user wrote gets into a comment unescaped. */
export class Markdown {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
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
  let text = parts[0] ?? '';
  values.forEach((value, index) => {
    text +=
      value instanceof Markdown ? value.text : typeof value === 'number' ? String(value) : proseText(value);
    text += parts[index + 1] ?? '';
  });
  return new Markdown(text);
}

export function joinMarkdown(items: readonly Markdown[], separator: string): Markdown {
  return new Markdown(items.map((item) => item.text).join(separator));
}

/** A name or place as code, where neither mentions nor links nor formatting are read. */
export function code(text: string): Markdown {
  return new Markdown(codeText(text));
}

function codeText(text: string): string {
  const shown = escapeText(cut(text, LONGEST_NAME));
  if (/^[^\s`|](?:[^`|]*[^\s`|])?$/u.test(shown)) return `\`${shown}\``;
  // A code span cannot hold a pipe in a table, nor any backtick simply; entities can stand anywhere.
  const entities = shown.replace(/[^\p{L}\p{N} ]/gu, (c) => `&#${c.codePointAt(0) ?? 0};`);
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
  if (found !== null && !COMMIT.test(found[2] ?? '')) return word;
  const [, before = '', core = '', after = ''] = CORE.exec(word) ?? [];
  // Line breaks escape `.`; then the whole is the core.
  return core === '' ? codeText(word) : `${before}${codeText(core)}${after}`;
}

function cut(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}
