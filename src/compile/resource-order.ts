import { compareOrigins } from '../source/origin.ts';
import { compareText } from '../source/text-order.ts';
import type { GrantWindow } from './desired.ts';

export function orderWindows(windows: readonly GrantWindow[]): readonly GrantWindow[] {
  return [...windows].sort((a, b) => compareOrigins(a.origin, b.origin) || compareText(a.grant, b.grant));
}
