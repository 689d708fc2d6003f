import { escapeMarkup } from '../../page/escape-markup.ts';

/** Text that is HTML already. Made only here, so that nothing a user wrote gets into a page unescaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** HTML from a template: what is put into it is text, unless it is HTML already. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  const pieces = parts.map((part, at) => (at === 0 ? part : `${htmlText(values[at - 1])}${part}`));
  return new Html(pieces.join(''));
}

function htmlText(value: string | number | Html | readonly Html[] | undefined): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeMarkup(String(value));
  return value === undefined ? '' : value.map(({ text }) => text).join('');
}

/** A sentence in which backticks stand around what is code, as in all messages. */
export function prose(text: string): Html {
  const parts = text.split('`');
  // An unpaired one is part of a name.
  if (parts.length % 2 === 0) return html`<bdi>${text}</bdi>`;
  return html`<bdi>${parts.map((part, at) => (at % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))}</bdi>`;
}

/** Text of ours that is HTML or a style as it stands. */
export function trusted(text: string): Html {
  return new Html(text);
}
