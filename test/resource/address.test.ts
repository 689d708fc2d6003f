import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type Address,
  addressNamed,
  assignmentAddress,
  groupAddress,
  memberAddress,
  parseAddress,
  roleAddress,
  scopeAddress,
} from '../../src/resource/address.ts';
import { groupKey, groupPath, memberKey } from '../../src/resource/identifiers.ts';
import { ImpossibleState } from '../../src/source/known.ts';

const EMEA = 'acme/units/emea';

describe('an address comes apart into what it was made of', () => {
  it.each([
    ['organization', scopeAddress('acme'), { type: 'scope', path: 'acme' }],
    ['scope below', scopeAddress(EMEA), { type: 'scope', path: EMEA }],
    ['role', roleAddress(EMEA, 'helper'), { type: 'role', home: EMEA, name: 'helper' }],
    ['group', groupAddress(groupPath(EMEA, 'qa')), { type: 'group', group: `${EMEA}/qa` }],
    [
      'person',
      memberAddress(EMEA, 'a|b:c/d@acme.com'),
      { type: 'member', scopeAndMember: `${EMEA}/a|b:c/d@acme.com` },
    ],
    [
      'assignment to a person',
      assignmentAddress(EMEA, memberKey('a|b:c/d@acme.com')),
      { type: 'assignment', scope: EMEA, principal: { type: 'member', member: 'a|b:c/d@acme.com' } },
    ],
    [
      'assignment to a group',
      assignmentAddress('acme', groupKey(`${EMEA}/qa`)),
      { type: 'assignment', scope: 'acme', principal: { type: 'group', group: `${EMEA}/qa` } },
    ],
  ] as const)('%s', (_, address, parts) => {
    expect(parseAddress(address)).toEqual(parts);
  });

  it('what is none is a bug', () => {
    const text: string = 'roster:acme';
    expect(() => parseAddress(text as Address)).toThrow(ImpossibleState);
    const nobody: string = 'assignment:acme|team:qa';
    expect(() => parseAddress(nobody as Address)).toThrow(ImpossibleState);
  });
});

it.each([
  ['scope', scopeAddress(EMEA), scopeAddress('acme/units/x')],
  ['organization', scopeAddress('acme'), scopeAddress('x')],
  ['role', roleAddress('acme', 'helper'), roleAddress('acme', 'x')],
  ['group', groupAddress(`${EMEA}/qa`), groupAddress(`${EMEA}/x`)],
  ['person, whose key holds a slash', memberAddress('acme', 'a/b@acme.com'), memberAddress('acme', 'x')],
] as const)('the same place under another name: %s', (_, address, renamed) => {
  expect(addressNamed(address, 'x')).toBe(renamed);
});

it('a path, a name and the key of a person are no addresses', () => {
  expectTypeOf<string>().not.toExtend<Address>();
  expectTypeOf<'acme/units/emea'>().not.toExtend<Address>();
  expectTypeOf(memberKey('dan')).not.toExtend<Address>();
});
