/** `declared` is offered where something else owns what an entry speaks of, with who that is. */
import { expect, it } from 'vitest';
import type { Owners } from '../../src/platform/owners.ts';
import { desk } from '../connector/platforms.ts';
import { policy } from './fixture.ts';

interface Offered {
  readonly $defs: Readonly<
    Record<string, { readonly properties?: { readonly declared?: { readonly description: string } } }>
  >;
}

const FORMS = ['member', 'group', 'group-mention', 'custom-role'] as const;

function offered(owners: Owners): readonly (string | null)[] {
  const { $defs } = policy.organizationSchema({ ...desk, owners }) as Offered;
  return FORMS.map((form) => $defs[form]?.properties?.declared?.description ?? null);
}

it.each<[Owners, readonly (string | null)[]]>([
  [{}, [null, null, null, null]],
  [
    { role: 'a file' },
    [null, null, null, 'false: recorded as it is live, and not declared: the role, owned by a file.'],
  ],
  [
    { group: 'a directory' },
    [
      null,
      'false: recorded as it is live, and not declared: the group and who is in it, owned by a directory.',
      null,
      null,
    ],
  ],
  [
    { member: 'a directory', assignment: 'a file' },
    [
      'false: recorded as it is live, and not declared: who is a member, owned by a directory; what is given here, owned by a file.',
      'false: recorded as it is live, and not declared: what is given here, owned by a file.',
      'false: recorded as it is live, and not declared: what is given here, owned by a file.',
      null,
    ],
  ],
])('%j', (owners, expected) => {
  expect(offered(owners)).toEqual(expected);
});
