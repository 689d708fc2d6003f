import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { type AuditAction, attributeFindings } from '../../src/plan/drift/attribution.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import { driftAccess } from '../../src/plan/drift/drift-access.ts';
import { driftJson } from '../../src/report/drift/drift-json.ts';
import { driftMarkdown } from '../../src/report/drift/drift-markdown.ts';
import { driftText } from '../../src/report/drift/drift-text.ts';
import { plain } from '../../src/report/text/text-style.ts';
import type { Address } from '../../src/resource/address.ts';
import type { MembershipState, Snapshot } from '../../src/resource/resource.ts';
import { desiredOf, liveOf } from '../platform/shipped.ts';

/** Live as the documents say, dan in the given state, and without what `gone` picks. */
function live(yaml: string, state: MembershipState, gone: string): Snapshot {
  const snapshot = liveOf('bilbis', yaml);
  const resources = snapshot.resources.flatMap((one) => {
    if (one.address === gone) return [];
    if (one.type === 'member' && one.attributes.member === DAN) {
      return [{ ...one, attributes: { ...one.attributes, state } }];
    }
    if (one.type === 'group' && gone === `${one.address}#members/${DAN}`) {
      const members = new Map([...one.attributes.members].filter(([member]) => member !== DAN));
      return [{ ...one, attributes: { ...one.attributes, members } }];
    }
    return [one];
  });
  return { ...snapshot, resources };
}

const DAN = 'dan';
const ROLE = 'assignment:acme|member:dan';
const OWNERS = `members:
  olga: { roles: [owner] }
  dan: { roles: [owner] }
`;
const GROUP = `members:
  olga: { roles: [owner] }
  dan: { roles: [viewer] }
groups:
  qa: { members: [dan] }
`;
const BEGUN_YAML = `members:
  olga: { roles: [owner] }
  dan: { roles: [admin], from: 2026-06-14 }
groups:
  qa: { members: [dan] }
`;

const deed = (action: string, address: Address, at: string, entry: string | null = null): AuditAction => ({
  at,
  actor: 'pat',
  action,
  address,
  entry,
});
const accepted = deed('member.accepted', `member:acme/${DAN}`, '2026-06-10T00:00:00Z');

interface Case {
  readonly name: string;
  readonly yaml: string;
  readonly gone: string;
  readonly deeds: readonly AuditAction[] | null;
  readonly since?: string;
  readonly kind: 'due' | 'removed';
  readonly what: string | RegExp;
  readonly by?: string;
}

const OWNER = { yaml: OWNERS, gone: ROLE } as const;
const BEGUN = { yaml: BEGUN_YAML, gone: ROLE } as const;

const CASES: readonly Case[] = [
  {
    name: 'a role that no invitation brings, since the acceptance',
    ...OWNER,
    deeds: [accepted],
    kind: 'due',
    what: 'role owner for dan on acme is not there yet: dan accepted the invitation at 2026-06-10T00:00:00Z (due for the next apply)',
  },
  {
    name: 'the same where nothing tells when it was accepted',
    ...OWNER,
    deeds: [],
    kind: 'due',
    what: /accepted the invitation \(due for the next apply\)$/,
  },
  {
    name: 'the same where no log can be read: nobody is accused, and nobody acquitted',
    ...OWNER,
    deeds: null,
    kind: 'due',
    what: /; the audit log does not say whether it has been there since \(due for the next apply\)$/,
  },
  {
    name: 'the same where the log begins later',
    ...OWNER,
    deeds: [],
    since: '2026-06-12T00:00:00Z',
    kind: 'due',
    what: /does not say/,
  },
  {
    name: 'somebody took the role after the acceptance',
    ...OWNER,
    deeds: [accepted, deed('assignment.deleted', ROLE, '2026-06-11T00:00:00Z')],
    kind: 'removed',
    what: /are not there any more$/,
    by: 'pat',
  },
  {
    name: 'it was taken in an earlier life, before he was invited again',
    ...OWNER,
    deeds: [deed('assignment.deleted', ROLE, '2026-06-01T00:00:00Z'), accepted],
    kind: 'due',
    what: /accepted the invitation/,
  },
  {
    name: 'a place in a group that takes nobody who is only invited',

    yaml: GROUP,
    gone: `group:acme/qa#members/${DAN}`,
    deeds: [accepted],
    kind: 'due',
    what: /^dan in group qa is not there yet: dan accepted/,
  },
  {
    name: 'a role whose time has come',
    ...BEGUN,
    deeds: [],
    kind: 'due',
    what: 'role admin for dan on acme is not there yet: its `from` came at 2026-06-14T00:00:00Z (due for the next apply)',
  },
  {
    name: 'a role whose time came and that somebody took since',
    ...BEGUN,
    deeds: [deed('assignment.deleted', ROLE, '2026-06-14T08:00:00Z')],
    kind: 'removed',
    what: /are not there any more$/,
    by: 'pat',
  },
  {
    name: 'a role given when its time came: it was there, so it is no news that it is due',
    ...BEGUN,
    deeds: [deed('assignment.created', ROLE, '2026-06-14T00:10:00Z')],
    kind: 'removed',
    what: /are written and not live$/,
  },
  {
    name: 'an earlier window of the same role has ended long ago',
    ...BEGUN,
    deeds: [deed('assignment.deleted', ROLE, '2026-01-14T08:00:00Z')],
    kind: 'due',
    what: /its `from` came/,
  },
  {
    name: 'a place in a group whose time has come',
    ...BEGUN,
    gone: `group:acme/qa#members/${DAN}`,
    deeds: [],
    kind: 'due',
    what: /^dan in group qa is not there yet: its `from` came/,
  },
  {
    name: 'what has no time of its own is told as it is: the documents may have changed',

    yaml: BEGUN_YAML.replace(', from: 2026-06-14', ''),
    gone: ROLE,
    deeds: [],
    kind: 'removed',
    what: /are written and not live$/,
  },
];

describe('what no apply has made yet is not called taken away', () => {
  it.each(CASES)('$name', ({ yaml, gone, deeds, since, kind, what, by }) => {
    const plan = buildPlan(desiredOf('bilbis', yaml), live(yaml, 'active', gone));
    expect(plan.changes).toHaveLength(1);
    const log = deeds === null ? null : { deeds, since: since ?? null };
    const findings = driftOf(plan, log);
    expect(findings).toHaveLength(1);
    const [finding] = findings;
    expect(finding?.kind).toBe(kind);
    if (typeof what === 'string') expect(finding?.what).toBe(what);
    else expect(finding?.what).toMatch(what);
    const named = deeds === null ? null : attributeFindings(findings, deeds);
    expect([...(named?.values() ?? [])].flatMap((told) => told.map(({ actor }) => actor))).toEqual(
      by === undefined ? [] : [by],
    );
    const entry = { plan, findings, deeds: named, since: since ?? null };
    const [text, markdown, json] = [
      driftText([entry], plain),
      driftMarkdown([entry]),
      driftJson([entry]).organizations[0],
    ];
    const lost = driftAccess(plan, findings).delta.lost.length;
    if (kind === 'due') {
      expect(finding?.effect).toEqual({ gained: [], lost: [] });
      expect(lost).toBe(0);
      expect(text).not.toMatch(/lost|took|taken/);
      expect(markdown).not.toMatch(/lost|took|taken/);
      expect(markdown).toContain('nobody');
      expect(json).toMatchObject({
        summary: { findings: 1, lost: 0, unexplained: 0 },
        access: { taken: [] },
      });
    } else {
      expect(lost).toBe(finding?.effect?.lost.length);
      expect(lost).toBeGreaterThan(0);
    }
  });
});

describe('an invitation that nobody accepted', () => {
  it('takes nothing from anybody when it expires', () => {
    for (const state of ['invited', 'expired'] as const) {
      const yaml = GROUP.replace('groups:\n  qa: { members: [dan] }\n', '');
      const plan = buildPlan(desiredOf('bilbis', yaml), live(yaml, state, ''));
      const findings = driftOf(plan, { deeds: [], since: null });
      expect(findings.map(({ kind, effect }) => [kind, effect])).toEqual(
        state === 'invited' ? [] : [['expired', { gained: [], lost: [] }]],
      );
      expect(driftAccess(plan, findings).delta).toEqual({ gained: [], lost: [] });
      const text = driftText([{ plan, findings, deeds: new Map() }], plain);
      expect(text).not.toMatch(/lost|took|no matching event/);
      if (state === 'expired') expect(text).toContain('acme: 1 fact drifted\n');
    }
  });
});
