/** What a piece of text is, never how it looks: a style decides that. */
export type Tone =
  | 'added'
  | 'removed'
  | 'changed'
  | 'waiting'
  | 'error'
  | 'warning'
  | 'info'
  | 'strong'
  | 'faint';

/** How text looks on the output at hand. Only the command knows whether it is a terminal. */
export interface Style {
  paint(tone: Tone, text: string): string;
}

/** For files, pipes and terminals without colour. */
export const plain: Style = { paint: (_tone, text) => text };

/** SGR parameters; the eight basic colours only, so that the reader's own theme decides. */
const SGR: { readonly [T in Tone]: string } = {
  added: '32',
  removed: '31',
  changed: '33',
  waiting: '36',
  error: '1;31',
  warning: '1;33',
  info: '1;36',
  strong: '1',
  faint: '2',
};

/** For terminals that take colour. */
export const ansi: Style = {
  paint: (tone, text) => (text === '' ? '' : `\u001b[${SGR[tone]}m${text}\u001b[0m`),
};
