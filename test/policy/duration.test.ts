import { describe, expect, it } from 'vitest';
import { durationOf, formatDuration } from '../../src/policy/duration.ts';
import { shown } from '../source/shown.ts';
import { onlyDocument, policy } from './fixture.ts';

describe('a length of time', () => {
  it.each<[string, number | null, string]>([
    ['0', 0, '0s'],
    ['0s', 0, '0s'],
    ['30s', 30_000, '30s'],
    ['5m', 300_000, '5m'],
    ['1h30m', 5_400_000, '1h30m'],
    ['1.5h', 5_400_000, '1h30m'],
    ['90s', 90_000, '1m30s'],
    ['250ms', 250, '0.3s'],
    ['999ms', 999, '1s'],
    ['1h1m1s', 3_661_000, '1h1m1s'],
    ['168h', 604_800_000, '168h'],
    ...[
      '',
      ' ',
      '5',
      '-1s',
      '5 m',
      '5M',
      's',
      '1d',
      '5m ',
      '1e3s',
      '.5s',
      '1h30',
      '169h',
      '9'.repeat(400),
    ].map((text): [string, null, string] => [text, null, '']),
    [`${'9'.repeat(400)}h`, null, ''],
  ])('%j is %j ms', (text, ms, told) => {
    expect(durationOf(text)).toBe(ms);
    if (ms !== null) expect(formatDuration(ms)).toBe(told);
  });

  it.each([
    ['5m', []],
    ['"0"', []],
    [
      '5 minutes',
      [
        'bylaw.yaml:5:17 invalid-value: "5 minutes" is not a duration. | Write 30s, 5m or 1h30m, at most 168h; 0 does not wait.',
      ],
    ],
    [
      '1000h',
      [
        'bylaw.yaml:5:17 invalid-value: "1000h" is not a duration. | Write 30s, 5m or 1h30m, at most 168h; 0 does not wait.',
      ],
    ],
  ])('state.lock-timeout: %s', (written, problems) => {
    const text = `apiVersion: bylaw/v1\nkind: Workspace\nfiles: [a]\nstate:\n  lock-timeout: ${written}\n`;
    expect(policy.readWorkspace(onlyDocument(text, 'bylaw.yaml')).diagnostics.map(shown)).toEqual(problems);
  });
});
