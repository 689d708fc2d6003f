/**
 * MediaWiki, which nobody here wrote and no issue named: a product that came by its two files alone, in
 * test/fixtures/platforms and test/fixtures/connectors. What Bylaw reads by them is what MediaWiki tells each person.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { must } from '../connector/connections.ts';
import { describedFile, fastDescribed } from '../connector/described/describing.ts';
import { onlyDocument, policy } from '../policy/fixture.ts';
import { MediaWikiSession } from './mediawiki-server.ts';
import { itWithServer, RUNS, variable } from './with-server.ts';

const FILE = 'test/fixtures/platforms/mediawiki.yaml';
const platform = must(policy.readPlatform(onlyDocument(readFileSync(FILE, 'utf8'), FILE)));
const api = describedFile('test/fixtures/connectors/mediawiki.yaml');

const PEOPLE = ['Ana', 'Bo & co', 'Cy?x=1', 'Di'];
const GROUPS = ['bot', 'sysop', 'interface-admin', 'bureaucrat', 'suppress'];
const PASSWORD = 'Bylaw-person-77';

describe('MediaWiki', () => {
  itWithServer(
    'mediawiki',
    `${RUNS} random organizations: MediaWiki and Bylaw say the same of everybody`,
    async (variables) => {
      const url = variable(variables, 'MEDIAWIKI_URL');
      const user = variable(variables, 'MEDIAWIKI_USER');
      const admin = await MediaWikiSession.loggedIn(url, user, variable(variables, 'MEDIAWIKI_PASSWORD'));
      const sessions = new Map<string, MediaWikiSession>();
      for (const person of PEOPLE) {
        await admin.createAccount(person, PASSWORD);
        sessions.set(person, await MediaWikiSession.loggedIn(url, person, PASSWORD));
      }
      const settings = { url, 'token-env': 'MEDIAWIKI_TOKEN', 'page-size': 2 };
      const secrets = { 'token-env': 'the-lists-are-public' };
      const connection = { organization: 'wiki', remote: 'wiki', settings, secrets, platform };
      const groups = fc.subarray(GROUPS);
      let yes = 0;
      await fc.assert(
        fc.asyncProperty(fc.tuple(groups, groups, groups, groups), async (wanted) => {
          for (const [at, person] of PEOPLE.entries())
            await admin.setGroups(person, wanted[at] ?? [], GROUPS);
          const reader = fastDescribed(api).openReader(connection);
          const access = buildAccess(platform, must(await reader.read()).resources);
          const told = must(await reader.effective());
          for (const [person, session] of sessions) {
            const theirs = (await session.ownRights()).map((right) => `wiki:${right}`).sort();
            yes += theirs.length;
            expect([...access.permissions(person, 'wiki')].sort(), person).toEqual(theirs);
            expect([...(told?.get(person)?.get('wiki') ?? [])].sort(), person).toEqual(theirs);
          }
        }),
        { seed: 20264, numRuns: RUNS },
      );
      console.log(`MediaWiki: ${RUNS} organizations, ${yes} times yes`);
      expect(yes).toBeGreaterThan(RUNS);
    },
  );
});
