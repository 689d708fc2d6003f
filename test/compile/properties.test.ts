import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import { formatInstant } from '../../src/compile/date-bounds.ts';
import type { Desired } from '../../src/compile/desired.ts';
import type { WrittenScope } from '../../src/policy/document-types.ts';
import { memberAddress } from '../../src/resource/address.ts';
import { memberId, scopeChain } from '../../src/resource/identifiers.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import type { Entries } from '../../src/resource/resource.ts';
import { addressOf } from '../../src/resource/resource-types.ts';
import type { Origin } from '../../src/source/origin.ts';
import { organizations } from './organizations.ts';
import { estate } from './platforms.ts';
import { NOON } from './said.ts';

/** Any number of roles for a member, so that random documents compile often enough to be worth looking at. */
const platform = { ...estate, members: { ...estate.members, roles: 'many' as const } };
const random = organizations(platform);

function holds(check: (desired: Desired, root: WrittenScope, lines: number) => void): void {
  let compiled = 0;
  fc.assert(
    fc.property(random, ({ document, lines }) => {
      const result = compile(document, platform, NOON);
      if (!result.ok) return;
      compiled += 1;
      check(result.value, document.root, lines);
    }),
    { numRuns: 400 },
  );
  expect(compiled).toBeGreaterThan(40);
}

describe('random organizations', () => {
  test('never throw, and say every problem at a place in the documents', () => {
    fc.assert(
      fc.property(random, ({ document, lines }) => {
        for (const { origin, related } of compile(document, platform, NOON).diagnostics) {
          for (const place of [origin, ...related.map((r) => r.origin)]) expectWritten(place, lines);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('twice the same', () => {
    fc.assert(
      fc.property(random, ({ document }) => {
        expect(compile(document, platform, NOON)).toEqual(compile(document, platform, NOON));
      }),
    );
  });

  test('the order of entries changes nothing but their places', () => {
    fc.assert(
      fc.property(random, ({ document }) => {
        const turned = compile({ ...document, root: reversed(document.root) }, platform, NOON);
        const straight = compile(document, platform, NOON);
        expect(turned.ok).toBe(straight.ok);
        if (turned.ok && straight.ok) {
          expect(turned.value.resources.map((r) => r.address)).toEqual(
            straight.value.resources.map((r) => r.address),
          );
          expect([...turned.value.ruledOut.keys()]).toEqual([...straight.value.ruledOut.keys()]);
        }
      }),
    );
  });

  test('each address is true and there once, and never both wanted and ruled out', () => {
    holds(({ resources, ruledOut }) => {
      const addresses = resources.map((r) => r.address);
      expect(new Set(addresses).size).toBe(addresses.length);
      for (const address of addresses) expect(ruledOut.has(address)).toBe(false);
      for (const r of resources) {
        switch (r.type) {
          case 'scope':
            expect(r.address).toBe(addressOf('scope', r.attributes));
            break;
          case 'member':
            expect(r.address).toBe(addressOf('member', r.attributes));
            break;
          default:
        }
      }
    });
  });

  test('every origin, of a resource and of an entry, is a place in the documents', () => {
    holds(({ resources, ruledOut, windows }, _, lines) => {
      for (const { origin, attributes } of resources) {
        expectWritten(origin, lines);
        for (const attribute of Object.values(attributes)) {
          if (attribute instanceof Map)
            for (const place of (attribute as Entries).values()) expectWritten(place, lines);
        }
      }
      for (const { origin } of [...ruledOut.values(), ...windows]) expectWritten(origin, lines);
    });
  });

  test('every name resolves', () => {
    holds(({ resources }) => {
      const scopes = new Set(
        modelOf(resources)
          .all('scope')
          .map((r) => r.attributes.path),
      );
      const members = new Set(
        modelOf(resources)
          .all('member')
          .map((r) => r.attributes.member),
      );
      const groups = new Set(
        modelOf(resources)
          .all('group')
          .map((r) => `${r.attributes.home}/${r.attributes.name}`),
      );
      for (const { attributes } of modelOf(resources).all('scope')) {
        if (attributes.parent !== null) expect(scopes).toContain(attributes.parent);
      }
      for (const { attributes } of modelOf(resources).all('group')) {
        expect(scopes).toContain(attributes.home);
        for (const member of attributes.members.keys()) expect(members).toContain(member);
        for (const child of attributes.groups.keys()) {
          expect(groups).toContain(child);
          const home = child.slice(0, child.lastIndexOf('/'));
          expect(scopeChain(attributes.home)).toContain(home);
        }
      }
      for (const { attributes } of modelOf(resources).all('assignment')) {
        expect(scopes).toContain(attributes.scope);
        const { principal } = attributes;
        if (principal.type === 'member') expect(members).toContain(principal.member);
        else expect(groups).toContain(principal.group);
        for (const role of attributes.roles.keys()) expect(platform.roles.has(role)).toBe(true);
      }
    });
  });

  test('a member of the organization is there exactly within the window', () => {
    holds(({ resources, ruledOut }, root) => {
      const addresses = new Set(resources.map((r) => r.address));
      for (const { key, window, absent } of root.members) {
        const address = memberAddress('acme', memberId(key, 'fold-case'));
        const from = window.from === null || at(window.from.value, '00:00:00') <= NOON;
        const until = window.until === null || NOON < at(window.until.value, '24:00:00');
        expect(addresses.has(address)).toBe(absent === null && from && until);
        const why = ruledOut.get(address)?.why;
        if (absent !== null) expect(why).toBe('absent');
        else if (!until) expect(why).toBe('expired');
        else if (!from) expect(why).toBe('not-yet');
        else expect(why).toBeUndefined();
      }
    });
  });

  test('who is not there holds nothing, anywhere', () => {
    holds(({ resources, ruledOut }) => {
      for (const address of ruledOut.keys()) {
        if (!address.startsWith('member:acme/')) continue;
        const id = address.slice('member:acme/'.length);
        for (const r of resources) {
          if (r.type === 'group') expect(r.attributes.members.has(id)).toBe(false);
          if (r.type === 'assignment') expect(r.address.endsWith(`|member:${id}`)).toBe(false);
        }
      }
    });
  });
});

/** A bound in a form of its own that compares as text: both sides are UTC, `24:00:00` sorts after the whole day. */
function at(bound: string, time: string): string {
  return bound.includes('T') ? bound : `${bound}T${time}Z`;
}

function expectWritten(origin: Origin | null, lines: number): void {
  expect(origin?.from).toBe('file');
  if (origin?.from !== 'file') return;
  expect(origin.file).toBe('random.yaml');
  expect(origin.line).toBeGreaterThan(0);
  expect(origin.line).toBeLessThanOrEqual(lines);
}

function reversed(scope: WrittenScope): WrittenScope {
  return {
    ...scope,
    members: scope.members.toReversed(),
    groups: scope.groups.toReversed().map((group) => ({
      ...group,
      members: group.members?.toReversed() ?? null,
      groups: group.groups?.toReversed() ?? null,
      roles: group.roles.toReversed(),
    })),
    scopes: scope.scopes.toReversed().map(reversed),
  };
}

test('instants are shown as they were read', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      (date) => {
        expect(Date.parse(formatInstant(date.getTime()))).toBe(date.getTime());
      },
    ),
  );
});
