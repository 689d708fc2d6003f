import { formatOrigin, type Origin } from '../../source/origin.ts';

/** An origin as data, with `text` as people read it. */
export type OriginJson =
  | {
      readonly from: 'file';
      readonly text: string;
      readonly file: string;
      readonly line: number;
      readonly column: number;
      readonly endLine: number;
      readonly endColumn: number;
    }
  | { readonly from: 'live'; readonly text: string; readonly url: string }
  | { readonly from: 'platform'; readonly text: string; readonly platform: string; readonly what: string };

export function originJson(origin: Origin): OriginJson {
  const text = formatOrigin(origin);
  switch (origin.from) {
    case 'file': {
      const { file, line, column, endLine, endColumn } = origin;
      return { from: 'file', text, file, line, column, endLine, endColumn };
    }
    case 'live':
      return { from: 'live', text, url: origin.url };
    case 'platform':
      return { from: 'platform', text, platform: origin.platform, what: origin.what };
  }
}
