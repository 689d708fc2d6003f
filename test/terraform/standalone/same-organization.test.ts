/** Which provider blocks are of one organization: by what the platform answers, however they say it. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { comparableUrl } from '../../../src/source/api-url.ts';
import { claimUnder } from '../../../src/terraform/standalone/ownership/claim.ts';
import { ClaimRegistry } from '../../../src/terraform/standalone/ownership/claim-registry.ts';
import { PapersInMemory } from '../../../src/terraform/standalone/ownership/peer-log.ts';
import { type PeerLogFile, Peers } from '../../../src/terraform/standalone/ownership/peers.ts';
import { openPlatformStore } from '../../../src/terraform/standalone/session/bundled-platforms.ts';
import { openConnectorStore } from '../../../src/terraform/standalone/session/connector-store.ts';
import { InFlightWork } from '../../../src/terraform/standalone/session/provider-session.ts';
import { configureProvider } from '../../../src/terraform/standalone/session/provider-settings.ts';
import { startTestSandbox } from '../../sandbox/start.ts';
import { BUILT } from './stage.ts';
import { organizationWith, planChange, planCreation, planDeletion, type Said, summaries } from './world.ts';

test.each([
  ['https://Access.Acme.com', 'https://access.acme.com'],
  ['https://access.acme.com:443', 'https://access.acme.com'],
  ['http://access.acme.com:80/', 'http://access.acme.com'],
  ['https://access.acme.com//', 'https://access.acme.com'],
  ['https://access.acme.com./api/', 'https://access.acme.com/api'],
  ['HTTPS://access.acme.com/api', 'https://access.acme.com/api'],
  ['http://127.0.0.1:7070', 'http://localhost:7070'],
  ['http://[::1]:7070/', 'http://localhost:7070'],
  ['http://127.1:7070', 'http://localhost:7070'],
  ['https://exämple.com', 'https://xn--exmple-cua.com'],
])('%s is %s', (one, other) => {
  expect(comparableUrl(one)).toBe(comparableUrl(other));
});

test.each([
  ['http://access.acme.com', 'https://access.acme.com'],
  ['https://access.acme.com', 'https://access.acme.com:8443'],
  ['https://access.acme.com/a', 'https://access.acme.com/A'],
  ['https://access.acme.com', 'https://access.acme.com/a'],
  ['https://acme.com', 'https://access.acme.com'],
  // Other addresses of the machine may be other servers.
  ['http://127.0.0.2:7070', 'http://127.0.0.1:7070'],
])('%s is not %s', (one, other) => {
  expect(comparableUrl(one)).not.toBe(comparableUrl(other));
});

test('a claim under another name of the organization, and back', () => {
  for (const [claim, bare] of [
    ['scope:acme', 'scope:'],
    ['scope:acme/units/emea', 'scope:/units/emea'],
    ['role:acme/acme', 'role:/acme'],
    ['group:acme/units/acme/qa', 'group:/units/acme/qa'],
    ['member:acme/acme', 'member:/acme'],
    ['member:acme/a|b:c@acme.com', 'member:/a|b:c@acme.com'],
    ['assignment:acme|member:acme', 'assignment:|member:acme'],
    ['assignment:acme/units/emea|group:acme/qa', 'assignment:/units/emea|group:/qa'],
    ['roster:acme', 'roster:'],
    // Of another organization, which only begins with the same letters.
    ['member:acme2/dan', 'member:acme2/dan'],
  ] as const) {
    expect(claimUnder(claim, 'acme', '')).toBe(bare);
    expect(claimUnder(bare, '', 'acme')).toBe(claim);
  }
});

const DAN: Said = ['bylaw_member', { scope: 'acme', member: 'dan@acme.com', state: 'active' }];

describe('on one paper', () => {
  const lines: string[] = [];
  let pid = 0;
  const join = () => {
    let at = 0;
    const peerLogFile: PeerLogFile = {
      append: (line) => lines.push(line),
      more: () => {
        const more = lines.slice(at);
        at = lines.length;
        return more;
      },
    };
    pid += 1;
    return new Peers(peerLogFile, { id: `session ${pid}`, pid, isAlive: () => true });
  };
  const blocks = (peers: Peers) => ({ ...organizationWith([DAN]).session, claims: new ClaimRegistry(peers) });

  test.each([
    ['the same by the same name', 'id', 'acme', 1],
    ['the same by another name', 'id', 'beta', 1],
    ['another by the same name', 'other id', 'acme', 0],
  ] as const)('%s', (_what, of, organization, heard) => {
    lines.length = 0;
    const [one, two] = [join(), join()];
    one.areOf({ of: 'id', organization: 'acme' });
    expect(summaries(planChange(blocks(one), DAN, {}))).toEqual([]);
    one.tell({ word: 'write', claims: ['member:acme/dan@acme.com'] });
    // Only now the second has read, and hears what was said before.
    two.areOf({ of, organization });
    expect(two.heard()).toHaveLength(heard);
    expect(two.wroteSince([`member:${organization}/dan@acme.com`], null) !== null).toBe(heard > 0);
  });

  test('a removal by the one and a creation by the other clash', () => {
    lines.length = 0;
    const [one, two] = [join(), join()];
    one.areOf({ of: 'id', organization: 'acme' });
    two.areOf({ of: 'id', organization: 'acme' });
    planDeletion(blocks(one), DAN);
    expect(summaries(planCreation(blocks(two), DAN))).toEqual([expect.stringContaining('is destroyed')]);
  });

  test('nothing is claimed before it is known whose it is', () => {
    expect(() => join().tell({ word: 'write', claims: [] })).toThrow('of which organization');
  });
});

describe('in the memory of one process', () => {
  const blocks = (papers: PapersInMemory) => {
    const peers = papers.join('p');
    peers.areOf({ of: 'id', organization: 'acme' });
    return {
      fellows: peers,
      session: { ...organizationWith([DAN]).session, claims: new ClaimRegistry(peers) },
    };
  };

  test('of plans nothing is heard, for nobody tells where one ends; of an apply everything', () => {
    const papers = new PapersInMemory();
    const planner = blocks(papers);
    planDeletion(planner.session, DAN);
    // The next walk of the same command, and the same block in it.
    const [one, two] = [blocks(papers), blocks(papers)];
    expect(summaries(planChange(one.session, DAN, {}))).toEqual([]);
    expect(summaries(planCreation(two.session, DAN))).toEqual([expect.stringContaining('is there already')]);
    const claims = ['member:acme/dan@acme.com'];
    one.fellows.tell({ word: 'write', claims });
    expect(two.fellows.wroteSince(claims, planner.fellows.id)).toBe(claims[0]);
    one.fellows.tell({ word: 'remove', claims });
    expect(two.fellows.isRemoving(claims)).toBe(true);
    one.fellows.tell({ word: 'removed', claims });
    expect(two.fellows.isRemoving(claims)).toBe(false);
    expect(two.fellows.removedSinceRead(claims)).toBe(true);
  });

  test('a command that is over says nothing to the next', () => {
    const papers = new PapersInMemory();
    const claims = ['member:acme/dan@acme.com'];
    blocks(papers).fellows.tell({ word: 'write', claims });
    expect(blocks(papers).fellows.wroteSince(claims, null)).toBe(claims[0]);
    papers.forget();
    expect(blocks(papers).fellows.wroteSince(claims, null)).toBeNull();
  });
});

test('by id, by slug, by another address and under another name: configured, they hear of each other', async () => {
  const sandbox = await startTestSandbox({
    organizations: [
      { slug: 'acme', name: 'Acme' },
      { slug: 'beta', name: 'Beta' },
    ],
  });
  onTestFinished(() => sandbox.close());
  const papers = new PapersInMemory();
  const world = {
    environment: { BYLAW_TOKEN: sandbox.token },
    platforms: openPlatformStore(BUILT),
    connectors: openConnectorStore(BUILT),
    course: new InFlightWork(),
    papers,
  };
  const opened = async (config: Readonly<Record<string, string>>) => {
    const { session, problems } = await configureProvider(
      { url: sandbox.url, organization: 'acme', platform: 'lumoauth', ...config },
      world,
    );
    if (session?.state !== 'ready') throw new Error(JSON.stringify(problems));
    return { ...session, own: (key: string) => [`member:${session.organization}/${key}`] };
  };
  const answer = await fetch(sandbox.api, {
    headers: { authorization: `Bearer ${sandbox.token}` },
  });
  const { id } = (await answer.json()) as { id: string };
  expect(id).not.toBe('acme');
  const one = await opened({});
  const others = [
    await opened({ remote: id }),
    await opened({ url: `${sandbox.url.replace('127.0.0.1', 'localhost')}//` }),
    await opened({ organization: 'us', remote: 'acme' }),
    await opened({ organization: 'us', remote: id }),
  ];
  const strangers = [await opened({ organization: 'beta' }), await opened({ remote: 'beta' })];
  one.claims.write(one.own('dan@acme.com'));
  for (const other of others) expect(other.claims.heldBack(other.own('dan@acme.com'))).not.toBeNull();
  for (const other of strangers) expect(other.claims.heldBack(other.own('dan@acme.com'))).toBeNull();
});
