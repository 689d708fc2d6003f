/** better-auth's SCIM, which nobody here wrote: random organizations, and the whole story. */
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { openWriter } from '../../src/connector/connect.ts';
import { codesOf, must, plain } from '../connector/connections.ts';
import { fastScim } from '../connector/scim/scim-harness.ts';
import { scimConnectionTo } from './scim-connection.ts';
import { livesTheStory } from './scim-story.ts';
import { itWithServer, RUNS, type ServerVariables, variable } from './with-server.ts';

const placeOf = (variables: ServerVariables) => ({
  url: variable(variables, 'BETTER_AUTH_URL'),
  base: '/api/auth/scim/v2',
  token: variable(variables, 'BETTER_AUTH_TOKEN'),
  dialect: { nesting: false, emails: true },
});

describe('SCIM of better-auth', () => {
  itWithServer('better-auth', 'the whole story', async (variables) => {
    await livesTheStory(placeOf(variables));
  });

  itWithServer(
    'better-auth',
    `${RUNS} random organizations: what is written is read, one on a page too`,
    async (variables) => {
      const place = placeOf(variables);
      const small = scimConnectionTo({ ...place, dialect: { ...place.dialect, count: 2 } });
      const writer = openWriter(fastScim(), scimConnectionTo(place));
      must(await writer.read());
      const people = ['kim', 'lee', 'mo', 'nia'].map((name) => `${name}@acme.example`);
      for (const member of people) {
        const attributes = {
          scope: 'acme',
          member,
          display: member,
          state: 'active',
          invitation: null,
        } as const;
        expect(codesOf(await writer.write({ write: 'add-member', member: attributes }))).toEqual([]);
      }
      await fc.assert(
        fc.asyncProperty(fc.subarray(people), fc.subarray(people), async (inside, away) => {
          for (const member of people) {
            const state = away.includes(member) ? 'deactivated' : 'active';
            must(await writer.write({ write: 'set-member-state', scope: 'acme', member, state }));
            const kind = inside.includes(member) ? 'add-group-member' : 'remove-group-member';
            must(await writer.write({ write: kind, group: 'acme/qa', member }));
          }
          const { resources } = must(await fastScim().openReader(small).read());
          const told = plain(resources) as Record<string, { members: string[]; state: string }>;
          const qa = told['group:acme/qa']?.members ?? [];
          expect(qa.filter((one) => people.includes(one))).toEqual([...inside].sort());
          for (const member of people) {
            expect(told[`member:acme/${member}`]?.state).toBe(
              away.includes(member) ? 'deactivated' : 'active',
            );
          }
        }),
        { seed: 93, numRuns: RUNS },
      );
      for (const member of people)
        must(await writer.write({ write: 'remove-member', scope: 'acme', member }));
      const left = must(await fastScim().openReader(small).read()).resources;
      expect(left.filter((one) => one.type === 'member' && people.includes(one.attributes.member))).toEqual(
        [],
      );
    },
  );
});
