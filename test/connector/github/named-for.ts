import { describe } from 'vitest';
import { ASKED, type AskedKind } from './asked-of-github.ts';

/** Tests under the words of what is asked. The register finds them by these calls. */
function named<K extends AskedKind>(kind: K) {
  return (key: keyof (typeof ASKED)[K] & string, tests: () => void): void => {
    describe(`${kind}: ${String(ASKED[kind][key])}`, tests);
  };
}

export const lesson = named('lesson');
export const demand = named('demand');
export const trap = named('trap');
export const pain = named('pain');
