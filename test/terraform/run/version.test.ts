import { describe, expect, it } from 'vitest';
import {
  checkVersion,
  MINIMUM_VERSION,
  parseVersion,
} from '../../../src/terraform/run/version-requirement.ts';

describe('versions', () => {
  it('the least that will do', () => {
    expect(MINIMUM_VERSION).toEqual({ terraform: '1.9.0', tofu: '1.7.0' });
  });

  it.each([
    ['terraform', '1.11.4', null],
    ['terraform', 'v1.11.4', null],
    ['terraform', '1.9.0', null],
    ['terraform', '1.15.0-dev', null],
    ['terraform', '1.9.1-rc1', null],
    ['terraform', '1.12.0+ent', null],
    ['terraform', '1.8.5', 'engine-too-old'],
    ['terraform', '0.12.31', 'engine-too-old'],
    // What it lacks cannot be told: a pre-release comes before its release.
    ['terraform', '1.9.0-rc2', 'engine-too-old'],
    ['terraform', '2.0.0', 'engine-untested'],
    ['terraform', '2.0.0-alpha1', 'engine-untested'],
    ['tofu', '1.7.0', null],
    ['tofu', '1.8.5', null],
    ['tofu', '1.6.2', 'engine-too-old'],
    ['tofu', '3.1.4', 'engine-untested'],
    ['terraform', '', 'engine-unusable'],
    ['terraform', 'unknown', 'engine-unusable'],
    ['terraform', '1.11', 'engine-unusable'],
    ['terraform', '1.11.4.2', 'engine-unusable'],
    ['terraform', '99999999999.0.0', 'engine-unusable'],
    ['terraform', '1.9.0 \u001b[31m', 'engine-unusable'],
  ] as const)('%s %j: %s', (flavour, version, code) => {
    const found = checkVersion(flavour, `/usr/bin/${flavour}`, version);
    expect(found.map((d) => d.code)).toEqual(code === null ? [] : [code]);
    for (const { message, severity, hint } of found) {
      expect(severity).toBe(code === 'engine-untested' ? 'warning' : 'error');
      expect(hint).toContain('--engine embedded');
      expect(message).not.toContain('\u001b');
    }
  });

  it('a pre-release is known as one', () => {
    expect(parseVersion('1.12.0-beta1+x')).toEqual({ parts: [1, 12, 0], prerelease: true });
  });
});
