import { describe, expect, it } from 'vitest';
import { driftOf } from '../../src/plan/drift/drift.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { DriftEntry } from '../../src/report/drift/drift-entry.ts';
import { driftJson } from '../../src/report/drift/drift-json.ts';
import { driftMarkdown } from '../../src/report/drift/drift-markdown.ts';
import { driftText } from '../../src/report/drift/drift-text.ts';
import { plain } from '../../src/report/text/text-style.ts';
import { lumoauth } from './platforms.ts';
import { desiredOf, place, planned } from './scene.ts';
import { Side } from './side.ts';

const EVE = 'eve@evil.example';
const entryOf = (plan: Plan): DriftEntry => ({ plan, findings: driftOf(plan), deeds: new Map() });
const desired = () =>
  new Side('acme', 'desired').scope('acme', 'organization', 'Acme').member('ana@acme.com');
const live = () => new Side('acme', 'live').scope('acme', 'organization', 'Acme').member('ana@acme.com');
const DECLARED = {
  scope: 'declared',
  role: 'declared',
  member: 'declared',
  group: 'declared',
  assignment: 'declared',
} as const;

describe('a drift report', () => {
  it('says what somebody can do who was added and made an administrator', () => {
    const entry = entryOf(
      planned(desiredOf('acme', lumoauth, desired()), live().member(EVE).assign(EVE, ['admin'])),
    );
    const text = driftText([entry], plain);
    expect(text).toMatch(/Effective access, against the documents\n {2}gained .* on acme: eve@evil\.example/);
    expect(text).toMatch(/through role admin on acme/);
    expect(text).toMatch(/gave .* on acme to eve@evil\.example/);
    expect(text).not.toContain('by itself');
    const markdown = driftMarkdown([entry]);
    expect(markdown).toMatch(/\| `eve@evil\.example` \| gained \|/);
    expect(markdown).not.toContain('by itself');
    const { access, findings } = driftJson([entry]).organizations[0] ?? {};
    expect(access?.taken).toEqual([]);
    const given = [...(access?.given ?? [])];
    expect(given.map((g) => `${g.member} ${g.permission}`)).toContain(`${EVE} users:write`);
    expect(given[0]?.because?.text).toContain('role admin on acme');
    expect(findings?.map((f) => f.effect?.gained.length)).toEqual([given.length, given.length]);
  });

  it('of very many facts shows two hundred, and counts the rest', () => {
    const crowd = live();
    for (let at = 0; at < 500; at += 1) crowd.member(`m${at}@acme.com`);
    const entry = entryOf(
      planned(desiredOf('acme', lumoauth, desired()), crowd.assign('m499@acme.com', ['admin'])),
    );
    const text = driftText([entry], plain);
    expect(text.match(/contradicts /g)).toHaveLength(200);
    expect(text).toContain('\n  and 301 more facts (--json has all)\n');
    expect(driftJson([entry]).organizations[0]?.findings).toHaveLength(501);
  });

  it('is not silent about an administrator nobody wrote where only what is written is owned', () => {
    const entry = entryOf(
      planned(
        desiredOf('acme', lumoauth, desired(), { authority: { ...DECLARED, member: 'full' } }),
        live().member(EVE).assign('ana@acme.com', ['admin']),
      ),
    );
    const alone = entryOf(
      planned(
        desiredOf('acme', lumoauth, desired(), { authority: DECLARED }),
        live().assign('ana@acme.com', ['admin']),
      ),
    );
    expect(driftText([alone], plain)).toMatch(/^acme: no drift, 1 unmanaged assignment\n/);
    expect(driftText([alone], plain)).toMatch(
      /\n {2}unmanaged: roles of ana@acme\.com on acme \(role admin\) — .* on acme \(ana@acme\.com\)/,
    );
    expect(driftMarkdown([alone])).toMatch(/no drift, 1 unmanaged assignment/);
    expect(driftMarkdown([alone])).toMatch(/roles of `ana@acme\.com` on acme `?\(?.*admin.*\| gave/);
    const json = driftJson([alone]);
    expect(json.result).toBe('no-drift');
    expect(json.organizations[0]?.unmanaged[0]?.effect?.gained.length).toBeGreaterThan(0);
    expect([...(json.organizations[0]?.unmanagedAccess.given ?? [])].length).toBeGreaterThan(0);
    expect(driftText([entry], plain)).toMatch(/^acme: 1 fact drifted.*, 1 unmanaged assignment\n/);
  });

  it('says in sum what unmanaged things give where it cannot list them all', () => {
    const many = live();
    for (let at = 0; at < 120; at += 1)
      many.member(`u${at}@x.example`).assign(`u${at}@x.example`, ['viewer']);
    many.member(EVE).assign(EVE, ['admin']);
    const entry = entryOf(planned(desiredOf('acme', lumoauth, desired(), { authority: DECLARED }), many));
    const text = driftText([entry], plain);
    expect(text).toMatch(/… and \d+ more/);
    expect(text).toMatch(/All unmanaged things together[\s\S]*gained .*: eve@evil\.example/);
    expect(text.split('unmanaged: ').length - 1).toBe(10);
  });

  it('counts what nobody is known to have done, and not what only time did', () => {
    const plan = planned(
      desiredOf('acme', lumoauth, desired().group('qa', []).group('ops', ['ana@acme.com']), {
        ruledOut: new Map([
          ['group:acme/qa#members/ana@acme.com', { origin: place(9, 9), why: 'expired' as const }],
        ]),
      }),
      live().group('qa', ['ana@acme.com']).group('ops', []),
    );
    const entry = entryOf(plan);
    const line =
      '1 fact has no matching event in the audit log: the documents may have changed since the last apply (see bylaw plan).';
    expect(driftText([entry], plain).endsWith(`\n\n${line}\n`)).toBe(true);
    expect(driftText([entry], plain)).toContain(
      '  ! ana@acme.com is still in group qa: its `until` has passed',
    );
    expect(driftMarkdown([entry])).toContain('no matching event in the audit log');
    expect(driftJson([entry]).organizations[0]?.summary.unexplained).toBe(1);
    expect(driftJson([entry]).organizations[0]?.findings.map((f) => f.kind)).toContain('expired');
    expect(driftText([{ ...entry, deeds: null }], plain)).not.toContain('no matching event');
    expect(driftText([{ ...entry, since: '2027-01-01T00:00:00Z' }], plain)).toContain(
      'in the audit log since 2027-01-01T00:00:00Z:',
    );
  });
});
