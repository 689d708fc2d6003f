import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { deniedTexts } from '../../src/access/denied-texts.ts';
import { denyingBroker } from '../platform/parameters.ts';
import { desiredOn } from '../platform/warden.ts';

/** What `bo`, who is given this and denied that, holds but for texts. */
function taken(given: string, denied: string, more = '{}'): readonly string[] {
  const { resources } = desiredOn(
    denyingBroker,
    `members: { ada: { roles: [admin] }, bo: ${more} }\nroles: { own: { permissions: [${given}], denies: [${denied}] }, apart: { permissions: ["hosts:read!web"] } }\n`.replace(
      'bo: {}',
      'bo: { roles: [own] }',
    ),
  );
  const cell = { member: 'bo', scope: 'acme' };
  return deniedTexts(buildAccess(denyingBroker, resources), [cell])(cell).map(
    ({ permission, text, covers }) => `${permission} ${covers} ${text}`,
  );
}

describe('texts that are taken from what is held', () => {
  it.each([
    ['nothing denied', '"hosts:read"', '', []],
    ['what begins with one', '"hosts:read"', '"hosts:read!db"', ['hosts:read prefix db']],
    ['that text alone', '"hosts:write"', '"hosts:write!db"', ['hosts:write equal db']],
    [
      'of what implies the permission, what that covers',
      '"hosts:write"',
      '"hosts:read!db"',
      ['hosts:read prefix db', 'hosts:write prefix db'],
    ],
    [
      'one and a longer one that it covers',
      '"hosts:read"',
      '"hosts:read!db", "hosts:read!db-1"',
      ['hosts:read prefix db'],
    ],
    [
      'one and a longer one that it does not cover',
      '"hosts:write"',
      '"hosts:write!db", "hosts:write!db-1"',
      ['hosts:write equal db', 'hosts:write equal db-1'],
    ],
    [
      'of a text that covers others',
      '"hosts:read!web"',
      '"hosts:read!web-1", "hosts:read!db"',
      ['hosts:read!web prefix web-1'],
    ],
    ['of what is not held', '"users:see"', '"hosts:read!db"', []],
    ['all of it', '"hosts:read"', '"hosts:read"', []],
    ['all of one text', '"hosts:read!db"', '"hosts:read!db"', []],
  ])('%s', (_, given, denied, expected) => {
    expect(taken(given, denied)).toEqual(expected);
  });

  it('of a role that is denied', () => {
    expect(taken('"hosts:write"', '', '{ roles: [own], denied: [apart] }')).toEqual([
      'hosts:read prefix web',
      'hosts:write prefix web',
    ]);
  });

  it('are exactly those that are not held, of random lists', () => {
    const texts = ['a', 'ab', 'abc', 'b', 'ba'];
    const name = fc.constantFrom(
      ...['hosts:read', 'hosts:write'].flatMap((one) => [one, ...texts.map((text) => `${one}!${text}`)]),
    );
    const names = fc
      .uniqueArray(name, { maxLength: 4 })
      .map((list) => list.map((one) => JSON.stringify(one)).join());
    let [told, untold] = [0, 0];
    fc.assert(
      fc.property(names, names, names, (given, denied, apart) => {
        const { resources } = desiredOn(
          denyingBroker,
          `members: { ada: { roles: [admin] }, bo: { roles: [own], denied: [apart] } }
roles: { own: { permissions: [${given}], denies: [${denied}] }, apart: { permissions: [${apart}] } }
hosts: { h: { members: { bo: { roles: [own] }, ada: { denied: [own] } } } }
`,
        );
        const access = buildAccess(denyingBroker, resources);
        const cells = access.members.flatMap((member) => access.scopes.map((scope) => ({ member, scope })));
        const takenFrom = deniedTexts(access, cells);
        for (const cell of cells) {
          const except = takenFrom(cell);
          const held = access.permissions(cell.member, cell.scope);
          for (const one of held.filter((name) => name.startsWith('hosts:'))) {
            const [of = '', beginning = ''] = one.split('!');
            // Told of the permission without a text, and not of its texts again; one for `equal` covers no other.
            if (beginning !== '' && (held.includes(of) || of === 'hosts:write')) continue;
            for (const text of [...texts, 'abz', 'bz', 'z'].filter((each) => each.startsWith(beginning))) {
              const isTaken = except.some(
                (taken) =>
                  taken.permission === one &&
                  (taken.covers === 'equal' ? taken.text === text : text.startsWith(taken.text)),
              );
              if (isTaken) told += 1;
              else untold += 1;
              expect(access.can(cell.member, `${of}!${text}`, cell.scope), `${of}!${text}`).toBe(!isTaken);
            }
          }
        }
      }),
      { seed: 13, numRuns: 200 },
    );
    expect(Math.min(told, untold)).toBeGreaterThan(500);
  });
});
