/** Several provider blocks of one organization, as their processes hear of each other. */
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pidNamespace } from '../../../src/process/process-liveness.ts';
import { ClaimRegistry } from '../../../src/terraform/standalone/ownership/claim-registry.ts';
import { PeerLogs } from '../../../src/terraform/standalone/ownership/peer-log.ts';
import { type PeerLogFile, Peers } from '../../../src/terraform/standalone/ownership/peers.ts';
import type { ReadyProvider } from '../../../src/terraform/standalone/session/provider-session.ts';
import { Rereader } from '../../../src/terraform/standalone/session/reread.ts';
import {
  create,
  destroy,
  organizationWith,
  planChange,
  planCreation,
  planDeletion,
  type Said,
  summaries,
} from './world.ts';

const DAN: Said = ['bylaw_member', { scope: 'acme', member: 'dan@acme.com', state: 'active' }];

/** One terraform: processes that start and end, killed ones without a word. */
function oneTerraform(there: readonly Said[] = [DAN]) {
  const lines: string[] = [];
  const processes = new Set<number>();
  const organization = organizationWith(there);
  let pid = 0;
  const start = () => {
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
    const own = pid;
    processes.add(own);
    const isAlive = (one: number) => processes.has(one);
    const peers = new Peers(peerLogFile, { id: `session ${own}`, pid: own, isAlive });
    peers.areOf({ of: 'id of acme', organization: 'acme' });
    let reads = 0;
    const session: ReadyProvider = {
      ...organization.again(),
      claims: new ClaimRegistry(peers),
      rereading: new Rereader(async () => {
        reads += 1;
        peers.reads();
        return [];
      }),
    };
    const kill = () => processes.delete(own);
    const end = () => {
      peers.end();
      kill();
    };
    return { session, kill, end, fellows: peers, reads: () => reads };
  };
  return { start, lines, writes: organization.writes };
}

describe('in a plan', () => {
  test.each(['removal first', 'creation first'])('removed by one, created by another: %s', (order) => {
    const { start } = oneTerraform();
    const [one, two] = [start(), start()];
    const asks = [() => planDeletion(one.session, DAN), () => planCreation(two.session, DAN)];
    const said = (order === 'removal first' ? asks : asks.reverse()).flatMap((ask) => ask().problems ?? []);
    expect(said.filter(({ severity }) => severity === 'error')).toMatchObject([
      { summary: expect.stringContaining('destroyed by one block and created by another') },
    ]);
  });

  test('who was heard and has ended since counts in the same walk', () => {
    const { start } = oneTerraform();
    const [one, two] = [start(), start()];
    planDeletion(one.session, DAN);
    one.end();
    expect(summaries(planCreation(two.session, DAN))).toEqual([expect.stringContaining('is destroyed')]);
  });

  test.each(['ended', 'killed'])('a walk of which all have %s is over', (how) => {
    const { start } = oneTerraform();
    const [one, two] = [start(), start()];
    planChange(one.session, DAN, {});
    for (const { end, kill } of [one, two]) how === 'ended' ? end() : kill();
    expect(summaries(planDeletion(start().session, DAN))).toEqual([]);
  });

  test('a walk that was refused is over, though nobody of it has ended', () => {
    const { start } = oneTerraform();
    const [one, two] = [start(), start()];
    planChange(one.session, DAN, {});
    // What no block may have.
    for (const { session } of [one, two])
      expect(planCreation(session, ['bylaw_member', { scope: 'beta', member: 'x' }]).problems).not.toEqual(
        [],
      );
    expect(summaries(planDeletion(start().session, DAN))).toEqual([]);
  });

  test('so is one that terraform stopped without a word: one more than there are in a walk begins the next', () => {
    for (const aliases of [1, 2]) {
      const { start } = oneTerraform();
      const walk = () => Array.from({ length: aliases }, start);
      for (const { end } of walk()) end();
      const [left] = walk();
      if (left === undefined) throw new Error('nobody');
      planChange(left.session, DAN, {});
      expect(summaries(planDeletion(start().session, DAN))).toEqual([]);
    }
  });

  test('as many as there were in the walk before are in this one', () => {
    const { start } = oneTerraform();
    for (const { end } of [start(), start()]) end();
    const [one, two] = [start(), start()];
    planDeletion(one.session, DAN);
    expect(summaries(planCreation(two.session, DAN))).toEqual([expect.stringContaining('is destroyed')]);
  });

  test('two blocks of one thing are a clash, whether they are new or both in the state', () => {
    const { start } = oneTerraform();
    const [one, two, three] = [start(), start(), start()];
    expect(summaries(planChange(one.session, DAN, {}))).toEqual([]);
    const clash = [expect.stringContaining('Two blocks are')];
    expect(summaries(planChange(two.session, DAN, {}))).toEqual(clash);
    expect(summaries(planCreation(three.session, DAN))).toEqual(clash);
  });
});

describe('in an apply', () => {
  test('what another created is not removed, though that one has ended', async () => {
    const { start, writes } = oneTerraform();
    const planner = start();
    const { note } = planDeletion(planner.session, DAN);
    planner.end();
    const maker = start();
    expect(summaries(await create(maker.session, DAN))).toEqual([]);
    maker.end();
    const remover = start();
    expect(summaries(await destroy(remover.session, DAN, note))).toEqual([
      expect.stringContaining('was not removed'),
    ]);
    expect(writes).toEqual([]);
  });

  test('what was written before the removal was planned is removed', async () => {
    const { start, writes } = oneTerraform();
    const maker = start();
    await create(maker.session, DAN);
    maker.end();
    const planner = start();
    const { note } = planDeletion(planner.session, DAN);
    planner.end();
    expect(summaries(await destroy(start().session, DAN, note))).toEqual([]);
    expect(writes).toMatchObject([{ write: 'remove-member' }]);
  });

  test('of a plan saved by another terraform, all that this one wrote counts', async () => {
    const { note } = planDeletion(oneTerraform().start().session, DAN);
    const { start } = oneTerraform();
    start();
    await create(start().session, DAN);
    const other = note?.replace('session 1', 'session of another');
    expect(summaries(await destroy(start().session, DAN, other))).toEqual([
      expect.stringContaining('was not removed'),
    ]);
  });

  test('what another has written, removed or is removing is no state of before', async () => {
    const { start } = oneTerraform();
    const [one, two] = [start(), start()];
    expect(two.fellows.changedSinceRead()).toBe(false);
    const claims = ['member:acme/dan@acme.com'];
    one.fellows.tell({ word: 'write', claims });
    expect(two.fellows.changedSinceRead()).toBe(false);
    two.fellows.reads();
    // Read while it was written: not all of it may be there.
    for (const word of ['written', 'removed'] as const) {
      one.fellows.tell({ word, claims });
      expect(two.fellows.changedSinceRead(), word).toBe(true);
      expect(one.fellows.changedSinceRead(), word).toBe(false);
      two.fellows.reads();
      expect(two.fellows.changedSinceRead(), word).toBe(false);
    }
    one.fellows.tell({ word: 'remove', claims });
    expect(two.fellows.changedSinceRead()).toBe(true);
    one.fellows.tell({ word: 'spared', claims });
  });

  test('what another has removed is read anew before it is created', async () => {
    const { start } = oneTerraform();
    const [one, two] = [start(), start()];
    expect(summaries(await destroy(one.session, DAN, null))).toEqual([]);
    one.end();
    expect(two.reads()).toBe(0);
    expect(summaries(await create(two.session, DAN))).toEqual([]);
    expect(two.reads()).toBe(1);
  });

  test('a creation waits for another’s removal, but not for one that was killed over it', async () => {
    for (const how of ['removed', 'spared', 'killed']) {
      const { start } = oneTerraform();
      const [one, two] = [start(), start()];
      const claims = ['member:acme/dan@acme.com'];
      one.fellows.tell({ word: 'remove', claims });
      let over = false;
      const created = create(two.session, DAN).then(() => {
        over = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(over, how).toBe(false);
      if (how === 'killed') one.kill();
      else one.fellows.tell({ word: how === 'removed' ? 'removed' : 'spared', claims });
      await created;
      expect(two.reads(), how).toBe(how === 'spared' ? 0 : 1);
    }
  });

  test('half a line is none', () => {
    const { start, lines } = oneTerraform();
    const one = start();
    lines.push('{"by":"x","word":"st');
    expect(summaries(planChange(one.session, DAN, {}))).toEqual([]);
  });
});

describe('the paper', () => {
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'bylaw-paper-'));
    onTestFinished(() => rmSync(made, { recursive: true, force: true }));
    return made;
  };
  const inside = (made: string) => join(made, `bylaw-claims-${process.getuid?.()}`);

  test('is read by all of one terraform and one organization, and by no other', () => {
    const made = folder();
    const joined = (platform: string, of = 'id', parent = process.pid) => {
      const fellows = new PeerLogs(made, parent).join(platform);
      fellows?.areOf({ of, organization: 'acme' });
      return fellows;
    };
    const [one, two, ...others] = [
      joined('a'),
      joined('a'),
      joined('b'),
      joined('a', 'another'),
      joined('a', 'id', process.ppid),
    ];
    const claims = ['group:acme/qa'];
    // Longer than what is read at once.
    one?.tell({ word: 'write', claims: [...claims, 'x'.repeat(200_000)] });
    expect(two?.wroteSince(claims, null)).toBe('group:acme/qa');
    expect([one, ...others].map((fellows) => fellows?.wroteSince(claims, null))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('of a terraform that is gone goes with the next', () => {
    const made = folder();
    new PeerLogs(made, process.pid).join('a');
    // One of this machine, and one of another container that shares the folder.
    writeFileSync(join(inside(made), `999999999-${pidNamespace()}-old`), '');
    writeFileSync(join(inside(made), '999999999-elsewhere-old'), '');
    new PeerLogs(made, process.pid).join('a');
    expect(readdirSync(inside(made)).toSorted((a, b) => b.localeCompare(a))).toEqual([
      '999999999-elsewhere-old',
      expect.stringMatching(new RegExp(`^${process.pid}-${pidNamespace()}-[0-9a-f]{16}$`)),
    ]);
  });

  test('is not laid where others can write', () => {
    const made = folder();
    symlinkSync(folder(), inside(made));
    expect(new PeerLogs(made, process.pid).join('a')).toBeNull();
    expect(new PeerLogs(join(made, 'file\0'), process.pid).join('a')).toBeNull();
  });
});
