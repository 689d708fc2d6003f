import { describe, expect, test } from 'vitest';
import type { Write } from '../../../src/plan/write/write.ts';
import { writeSteps } from '../../../src/plan/write/write-phases.ts';

const ABOVE: Readonly<Record<string, string>> = {
  'acme/mid': 'acme/zeta',
  'acme/ant': 'acme/mid',
  'acme/ring': 'acme/ring',
};
const parentOf = (group: string): string | null => {
  const above = ABOVE[group];
  return above === undefined ? null : above;
};

const taken = (group: string): Write => ({
  write: 'delete-assignment',
  scope: 'acme/repositories/web',
  principal: { type: 'group', group: `acme/${group}` },
});
const shrunk = (group: string): Write => ({
  write: 'put-assignment',
  assignment: {
    scope: 'acme/repositories/web',
    principal: { type: 'group', group: `acme/${group}` },
    roles: new Map(),
    below: new Map(),
    denied: new Map(),
  },
  shrinks: true,
});
const given = (group: string): Write => ({
  write: 'put-assignment',
  assignment: {
    scope: 'acme/repositories/web',
    principal: { type: 'group', group: `acme/${group}` },
    roles: new Map(),
    below: new Map(),
    denied: new Map(),
  },
});
const nested = (group: string, child: string): Write => ({
  write: 'nest-group',
  group: `acme/${group}`,
  child: `acme/${child}`,
});
const fromPerson: Write = {
  write: 'delete-assignment',
  scope: 'acme/repositories/web',
  principal: { type: 'member', member: 'ana' },
};

describe('what is taken from groups', () => {
  test.each<readonly [string, readonly Write[], readonly (readonly Write[])[]]>([
    [
      'the parent first',
      [taken('ant'), taken('mid'), taken('zeta')],
      [[taken('zeta')], [taken('mid')], [taken('ant')]],
    ],
    ['also where one keeps a part', [taken('ant'), shrunk('mid')], [[shrunk('mid')], [taken('ant')]]],
    [
      'side by side where none is above the other',
      [taken('one'), taken('two')],
      [[taken('one'), taken('two')]],
    ],
    [
      'by the nesting that these writes make',
      [taken('one'), nested('one', 'zeta'), taken('zeta')],
      [[nested('one', 'zeta')], [taken('one')], [taken('zeta')]],
    ],
    ['a ring has an end', [taken('ring')], [[taken('ring')]]],
    [
      'after all that is given, and before what is taken from people',
      [fromPerson, taken('ant'), given('ant')],
      [[given('ant')], [taken('ant')], [fromPerson]],
    ],
  ])('%s', (_, writes, steps) => {
    expect(writeSteps(writes, new Set(), parentOf)).toEqual(steps);
  });

  test('what is given to groups has no such order, nor has anything where nobody tells of nesting', () => {
    expect(writeSteps([given('ant'), given('zeta')], new Set(), parentOf)).toHaveLength(1);
    expect(writeSteps([taken('ant'), taken('zeta')])).toHaveLength(1);
  });
});
