import { expect, test } from 'vitest';
import { gcSettings } from '../../../src/terraform/run/gc-settings.ts';

test.each([
  [{}, 0, { GOGC: '400' }],
  [{ GOGC: '' }, 2000, { GOGC: '400' }],
  [{ GOMEMLIMIT: '512MiB' }, 2001, { GOGC: '200' }],
  [{ GOGC: '50' }, 10, {}],
  [{ GOGC: 'off' }, 100_000, {}],
])('with %o and %i rows the collector is told %o', (user, rows, told) => {
  expect(gcSettings(user, rows)).toEqual(told);
});
