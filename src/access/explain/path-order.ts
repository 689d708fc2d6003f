import { BY_ID } from '../../resource/spelling.ts';
import { known } from '../../source/known.ts';
import { compareText } from '../../source/text-order.ts';
import type { AccessPath } from '../access-path.ts';
import { formatPath } from './format-path.ts';

/** Shortest first, then by text. */
export function inOrder(paths: readonly AccessPath[]): readonly AccessPath[] {
  const texts = new Map(paths.map((accessPath) => [accessPath, formatPath(accessPath, BY_ID)]));
  const text = (accessPath: AccessPath): string => known(texts.get(accessPath), 'the text of a path');
  return [...paths].sort((a, b) => a.length - b.length || compareText(text(a), text(b)));
}
