import type { Address, PartKey } from '../resource/address.ts';
import { known } from '../source/known.ts';
import { compareOrigins } from '../source/origin.ts';
import { compareText } from '../source/text-order.ts';
import type { Desired, GrantWindow, RuledOut } from './desired.ts';

export function orderRuledOut(ruledOut: Desired['ruledOut']): Desired['ruledOut'] {
  const ordered = new Map<Address | PartKey, RuledOut>();
  // The addresses alone: there may be one for everybody.
  for (const address of [...ruledOut.keys()].sort(compareText))
    ordered.set(address, known(ruledOut.get(address), 'what a key rules out'));
  return ordered;
}

export function orderWindows(windows: readonly GrantWindow[]): readonly GrantWindow[] {
  return [...windows].sort((a, b) => compareOrigins(a.origin, b.origin) || compareText(a.grant, b.grant));
}
