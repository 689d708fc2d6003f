/** A plan file is looked at field by field before anything is made of it: nothing in it is empty by accident. */
import { describe, expect, it } from 'vitest';
import { planFileFault } from '../../src/command/planning/plan-file-shape.ts';

const HASH = 'ab'.repeat(32);
const STATE = JSON.stringify({ version: 4, serial: 1, lineage: 'one', resources: [] });

const organization = (name: string) => ({
  organization: name,
  live: [[`member:${name}/a@acme.example`, '[["state","active"]]']],
  facts: ['create x'],
});

const written = (name: string) => ({ organization: name, written: HASH });

const file = () => ({
  format: 'bylaw.plan-file/v5',
  bylaw: '0.1.0',
  instant: '2027-01-31T00:00:00.000Z',
  engine: { name: 'terraform', version: '1.11.4' } as object,
  shard: null as unknown,
  inputs: [{ file: 'bylaw.yaml', sha256: HASH, isOfOrganizations: false }] as unknown[],
  written: [written('acme'), written('globex')] as unknown[],
  organizations: [organization('acme'), organization('globex')] as unknown[],
  runs: [
    { stack: 'acme', organizations: ['acme'], plan: 'UEsDBA==', state: null },
    { stack: 'acme', organizations: ['globex'], plan: 'UEsDBA==', state: STATE },
  ] as unknown[],
});

const one = () => ({
  ...file(),
  written: [written('acme')],
  organizations: [organization('acme')],
  runs: file().runs.slice(0, 1),
});
const embedded = () => ({ ...file(), engine: { name: 'embedded', version: null }, runs: [] as unknown[] });

it.each([
  ['of terraform', file()],
  ['of one organization', one()],
  ['of the embedded engine', embedded()],
  [
    'of one stack',
    {
      ...file(),
      runs: [{ stack: 'acme', organizations: ['globex', 'acme'], plan: 'UEsDBA==', state: null }],
    },
  ],
  [
    'of a shard in which no organization is',
    { ...embedded(), shard: { number: 8, count: 8 }, written: [], organizations: [] },
  ],
  ['of a shard', { ...file(), shard: { number: 1, count: 1 } }],
  [
    'of an organization in which nothing is and nothing changes',
    {
      ...embedded(),
      written: [written('acme')],
      organizations: [{ organization: 'acme', live: [], facts: [] }],
    },
  ],
])('a plan file %s is taken', (_name, made) => {
  expect(planFileFault(JSON.parse(JSON.stringify(made)))).toBeNull();
});

const BAD: readonly (readonly [name: string, made: unknown, fault: string])[] = [
  ['nothing', null, 'does not have the fields of one'],
  ['a list', [file()], 'does not have the fields of one'],
  ['a field too many', { ...file(), more: 1 }, 'does not have the fields of one'],
  ['a day for an instant', { ...file(), instant: '2027-01-31' }, 'does not say when it was made'],
  ['no instant', { ...file(), instant: '' }, 'does not say when it was made'],
  ['a day that is none', { ...file(), instant: '2027-02-31T00:00:00.000Z' }, 'does not say when it was made'],
  ['another engine', { ...file(), engine: { name: 'pulumi', version: '1' } }, 'which engine'],
  ['a shard that is none', { ...file(), shard: { number: 9, count: 8 } }, 'for which shard'],
  ['a shard in words', { ...file(), shard: '1/8' }, 'for which shard'],
  ['a shard with more to say', { ...file(), shard: { number: 1, count: 8, more: 1 } }, 'for which shard'],
  ['no shard', (({ shard, ...rest }) => rest)(file()), 'the fields of one'],
  ['organizations of other shards', { ...file(), shard: { number: 8, count: 8 } }, 'of another shard'],
  ['an engine without version', { ...file(), engine: { name: 'tofu', version: null } }, 'which engine'],
  [
    'the embedded engine with a version',
    { ...embedded(), engine: { name: 'embedded', version: '1' } },
    'which engine',
  ],
  ['inputs emptied', { ...file(), inputs: [] }, 'which files'],
  ['inputs of nothing', { ...file(), inputs: [null] }, 'which files'],
  [
    'an input without hash',
    { ...file(), inputs: [{ file: 'bylaw.yaml', sha256: '', isOfOrganizations: false }] },
    'which files',
  ],
  ['an input twice', { ...file(), inputs: [...file().inputs, ...file().inputs] }, 'which files'],
  [
    'an input that does not say of what it is',
    { ...file(), inputs: [{ file: 'bylaw.yaml', sha256: HASH, isOfOrganizations: 'no' }] },
    'which files',
  ],
  ['nothing written of one', { ...file(), written: [written('acme')] }, 'what was written of each'],
  ['something written of nobody', { ...one(), written: file().written }, 'what was written of each'],
  ['written twice', { ...one(), written: [written('acme'), written('acme')] }, 'what was written of each'],
  [
    'written without a hash',
    { ...one(), written: [{ organization: 'acme', written: '' }] },
    'what was written of each',
  ],
  [
    'a run without a stack',
    { ...one(), runs: [{ stack: '', organizations: ['acme'], plan: 'UEsDBA==', state: null }] },
    'that cannot be read',
  ],
  ['organizations emptied', { ...file(), organizations: [], runs: [] }, 'names no organization'],
  ['organizations no list', { ...file(), organizations: {} }, 'names no organization'],
  [
    'an organization without name',
    { ...one(), organizations: [organization('')] },
    'does not describe an organization',
  ],
  ['an organization of nothing', { ...one(), organizations: [null] }, 'does not describe an organization'],
  [
    'an organization twice',
    { ...file(), organizations: [organization('acme'), organization('acme')] },
    'twice',
  ],
  [
    'live without content',
    { ...one(), organizations: [{ ...organization('acme'), live: [['member:acme/a']] }] },
    'does not describe an organization',
  ],
  [
    'a live thing twice',
    {
      ...one(),
      organizations: [
        {
          ...organization('acme'),
          live: [
            ['a', '1'],
            ['a', '2'],
          ],
        },
      ],
    },
    'does not describe an organization',
  ],
  [
    'a fact that is no text',
    { ...one(), organizations: [{ ...organization('acme'), facts: [1] }] },
    'does not describe an organization',
  ],
  ['runs emptied', { ...file(), runs: [] }, 'one terraform plan for each organization'],
  [
    'one run taken out',
    { ...file(), runs: file().runs.slice(1) },
    'one terraform plan for each organization',
  ],
  [
    'one run twice',
    { ...file(), runs: [...file().runs, ...file().runs] },
    'one terraform plan for each organization',
  ],
  [
    'a run of somebody else',
    { ...one(), runs: [{ stack: 'acme', organizations: ['initech'], plan: 'UEsDBA==', state: null }] },
    'one terraform plan for each organization',
  ],
  ['a run for the embedded engine', { ...embedded(), runs: file().runs }, 'is for the embedded engine'],
  [
    'a run of nobody',
    { ...one(), runs: [{ stack: 'acme', organizations: [], plan: 'UEsDBA==', state: null }] },
    'that cannot be read',
  ],
  [
    'a plan that is empty',
    { ...one(), runs: [{ stack: 'acme', organizations: ['acme'], plan: '', state: null }] },
    'that cannot be read',
  ],
  [
    'a plan that is no base64',
    { ...one(), runs: [{ stack: 'acme', organizations: ['acme'], plan: 'UEsDBA=', state: null }] },
    'that cannot be read',
  ],
  [
    'a state that is none',
    { ...one(), runs: [{ stack: 'acme', organizations: ['acme'], plan: 'UEsDBA==', state: '{}' }] },
    'that cannot be read',
  ],
];

describe('is refused:', () => {
  it.each(BAD)('%s', (_name, made, fault) => {
    expect(planFileFault(JSON.parse(JSON.stringify(made)))).toContain(fault);
  });

  it.each(Object.keys(file()))('%s left out', (name) => {
    const { [name]: _left, ...rest } = file() as Record<string, unknown>;
    expect(planFileFault(rest)).toContain('does not have the fields of one');
  });

  it.each(Object.keys(file()).filter((name) => name !== 'format' && name !== 'bylaw'))(
    '%s of another type',
    (name) => {
      for (const value of [null, 0, true, '', 'x', [], {}, [[]], [{}]]) {
        // Null is the whole workspace.
        if (name === 'shard' && value === null) continue;
        // Without a terraform plan it is one of the embedded engine, and this is none.
        expect(planFileFault({ ...file(), [name]: value }), JSON.stringify(value)).not.toBeNull();
      }
    },
  );
});
