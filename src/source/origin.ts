import { compareText } from './text-order.ts';

/** A place in a text file. Lines and columns count from 1, in UTF-16 code units; the end is exclusive. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A place that somebody wrote. */
export type FileOrigin = { readonly from: 'file' } & Span;

/** Where a value comes from: a line somebody wrote, an object on the live platform, or the platform's own rules. */
export type Origin =
  | FileOrigin
  | { readonly from: 'live'; readonly url: string }
  | {
      readonly from: 'platform';
      readonly platform: string;
      readonly what: string;
      /** Who decides over it instead of the documents, where that is neither they nor the platform. */
      readonly owner?: string;
    };

/** The place alone. */
export function spanOf({ file, line, column, endLine, endColumn }: Span): Span {
  return { file, line, column, endLine, endColumn };
}

export function fileOrigin(span: Span): FileOrigin {
  const { file, line, column, endLine, endColumn } = span;
  return { from: 'file', file, line, column, endLine, endColumn };
}

/** `access/acme.yaml:12:17`, the live URL, or `lumoauth role editor`: one token a reader can follow. */
export function formatOrigin(origin: Origin): string {
  switch (origin.from) {
    case 'file':
      return `${origin.file}:${origin.line}:${origin.column}`;
    case 'live':
      return origin.url;
    case 'platform':
      return `${origin.platform} ${origin.what}`;
  }
}

/** Files in byte order, then by position; live and platform origins after all files. For stable output. */
export function compareOrigins(a: Origin, b: Origin): number {
  if (a.from === 'file' && b.from === 'file') {
    if (a.file !== b.file) return compareText(a.file, b.file);
    return a.line - b.line || a.column - b.column;
  }
  if (a.from === 'file') return -1;
  if (b.from === 'file') return 1;
  const left = formatOrigin(a);
  const right = formatOrigin(b);
  return compareText(left, right);
}
