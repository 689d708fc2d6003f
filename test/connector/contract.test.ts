import { describe, expect, test } from 'vitest';
import { CONNECTORS } from '../../src/connector/connectors.ts';
import { accessApiHarness } from './access-api-harness.ts';
import { type ContractHarness, contract } from './contract.ts';
import { githubHarnessUnder } from './github-harness.ts';
import { scimHarness } from './scim/scim-harness.ts';
import { toyHarness } from './toy/harness.ts';

/** One for each connector there is: a connector without one does not compile. */
const HARNESSES: Readonly<Record<keyof typeof CONNECTORS, ContractHarness>> = {
  'access-api': accessApiHarness,
  github: githubHarnessUnder('2022-11-28'),
  scim: scimHarness,
};

test('each entry of the registry is under its own name, and has a harness', () => {
  expect(Object.values(CONNECTORS).map(({ name }) => name)).toEqual(Object.keys(CONNECTORS));
  expect(Object.values(HARNESSES).map(({ connector }) => connector.name)).toEqual(Object.keys(CONNECTORS));
});

describe.each(Object.entries(HARNESSES))('%s', (name, harness) => contract(name, harness));

describe('under the newest version of its API', () => contract('github', githubHarnessUnder('2026-03-10')));

describe('a second connector stands on the same ground', () => contract('toy-file', toyHarness));
