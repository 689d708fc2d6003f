import type { Ending } from './ending.ts';
import type { WriteRates } from './write-rates.ts';

/** What a connector says of its writes before any is made: what they take, and what they end beside access. */
export interface WriteTerms {
  readonly rates: WriteRates;
  readonly endings: readonly Ending[];
}

/** Of a platform that tells of no limit, and claims nothing of what a removal ends. */
export const PLAIN_TERMS: WriteTerms = {
  rates: { windows: [], price: () => ({ requests: ['give'], uses: [] }) },
  endings: [],
};
