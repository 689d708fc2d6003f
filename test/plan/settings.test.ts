import { describe, expect, it } from 'vitest';
import { formatPath } from '../../src/access/explain/format-path.ts';
import { performWrites } from '../../src/connector/perform.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { BY_ID } from '../../src/resource/spelling.ts';
import { atriumWriter, must } from '../connector/connections.ts';
import { atrium } from '../connector/platforms.ts';
import { desiredIn } from './documents.ts';
import { facts, live, snapshotOf } from './fixtures.ts';

/** What an organization and its groups are set to: kept, changed, unknown, and what people have by it. */

const documents = (body: string, authority = 'declared') =>
  desiredIn(`apiVersion: bylaw/v1
kind: Organization
name: acme
platform: atrium
authority: ${authority}
${body}`);

const PEOPLE = 'members: { ada@acme.com: { roles: [owner] }, ben@acme.com: { roles: [steward] } }\n';
const BOX = 'units: { emea: { workspaces: { box: { members: { ben@acme.com: } } } } }\n';

const there = (...settings: readonly string[]): readonly Resource[] => [
  live.scope('acme', 'organization', 'Called otherwise', settings),
  live.scope('acme/units/emea', 'unit', 'emea', ['listing=listed']),
  live.scope('acme/units/emea/workspaces/box', 'workspace', 'box'),
  live.member('ada@acme.com'),
  live.member('ben@acme.com'),
  live.given('acme', 'member:ada@acme.com', ['owner']),
  live.given('acme', 'member:ben@acme.com', ['steward']),
  live.given('acme/units/emea/workspaces/box', 'member:ben@acme.com'),
];

const planOf = (body: string, found: readonly Resource[], authority = 'declared') =>
  buildPlan(documents(PEOPLE + BOX + body, authority), snapshotOf(found));

const OPEN = 'settings: { openness: open }\n';
const CLOSED = 'settings: { openness: closed }\n';

describe('the organization itself', () => {
  it.each<[string, string, readonly string[], string, readonly string[]]>([
    [
      'written and not so',
      OPEN,
      ['openness=closed'],
      'declared',
      ['set scope:acme settings.openness "open"'],
    ],
    ['written and so', OPEN, ['openness=open'], 'declared', []],
    [
      'written as what goes without saying',
      CLOSED,
      ['openness=open'],
      'declared',
      ['set scope:acme settings.openness "closed"'],
    ],
    ['not written, and declared: it stays', '', ['openness=open'], 'declared', []],
    [
      'not written, and owned in full',
      '',
      ['openness=open'],
      'full',
      ['set scope:acme settings.openness "closed"'],
    ],
    ['not known: it is no value', OPEN, [], 'declared', []],
    ['not known, and owned in full', '', [], 'full', []],
  ])('%s', (_, body, settings, authority, expected) => {
    const plan = planOf(body, there(...settings), authority);
    expect(facts(plan.changes)).toEqual(expected);
    // What it is called is the platform's, whoever owns the rest.
    expect(plan.changes.every((change) => change.action !== 'replace')).toBe(true);
  });

  it('gives and takes what people have by it, and says by which line', () => {
    const box = 'acme/units/emea/workspaces/box';
    const plan = planOf(OPEN, there('openness=closed'));
    expect(plan.delta.gained).toContainEqual({ member: 'ben@acme.com', scope: box, permission: 'build:run' });
    expect(plan.delta.gained.every(({ member }) => member === 'ben@acme.com')).toBe(true);
    expect(plan.delta.lost).toEqual([]);
    const [path] = plan.after.explain('ben@acme.com', 'build:run', box);
    expect(path?.map(({ step }) => step)).toContain('set');
    expect(path === undefined ? '' : formatPath(path, BY_ID)).toContain(
      'openness of acme is open: includes role editor (acme.yaml:8:23)',
    );
    const back = planOf(CLOSED, there('openness=open'));
    expect(back.delta.lost).toContainEqual({ member: 'ben@acme.com', scope: box, permission: 'build:run' });
  });

  it('nobody gains by a setting that is not known: nothing of it is written', () => {
    const { delta, after } = planOf(OPEN, there());
    expect(delta).toEqual({ gained: [], lost: [] });
    expect(after.can('ben@acme.com', 'build:run', 'acme/units/emea/workspaces/box')).toBe(false);
  });

  it('is written to a platform that lets nobody rename it, and the next plan is empty', async () => {
    const { writer } = await atriumWriter({
      seed: {
        organization: 'acme',
        members: [{ key: 'ada@acme.com', state: 'active' }],
        assignments: [{ principal: { type: 'member', name: 'ada@acme.com' }, roles: ['owner'] }],
      },
    });
    const wanted = documents(`members: { ada@acme.com: { roles: [owner] } }\n${OPEN}`);
    const plan = buildPlan(wanted, must(await writer.read()));
    const writes = plan.changes.flatMap((c) => (c.action === 'deferred' ? [] : writesOf(c)));
    expect(writes).toMatchObject([{ write: 'update-scope', path: 'acme' }]);
    expect((await performWrites(writes, writer, atrium)).failed).toEqual([]);
    const again = must(await writer.read());
    expect(facts(buildPlan(wanted, again).changes)).toEqual([]);
    const root = modelOf(again.resources).scope('acme');
    expect([...(root === undefined ? [] : root.attributes.settings.keys())]).toEqual(['openness=open']);
  });
});

describe('groups', () => {
  const groups = (settings: string) => `groups: { qa: { title: qa, ${settings} members: [ben@acme.com] } }\n`;
  const qa = (...settings: readonly string[]) => [
    ...there('openness=closed'),
    live.group('acme/qa', { members: ['ben@acme.com'], settings }),
  ];

  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'one is written, the other stays',
      'settings: { privacy: secret },',
      ['privacy=visible', 'notices=held'],
      ['set group:acme/qa settings.privacy "secret"'],
    ],
    [
      'both are written',
      'settings: { privacy: visible, notices: sent },',
      ['privacy=secret', 'notices=held'],
      ['set group:acme/qa settings.notices "sent"', 'set group:acme/qa settings.privacy "visible"'],
    ],
    ['none is', '', ['privacy=secret', 'notices=held'], []],
    [
      'of one nothing is known',
      'settings: { privacy: visible, notices: sent },',
      ['privacy=secret'],
      ['set group:acme/qa settings.privacy "visible"'],
    ],
  ])('%s', (_, settings, found, expected) => {
    expect(facts(planOf(groups(settings), qa(...found)).changes)).toEqual(expected);
  });

  it('that come to nest are set as they have to be, whatever nobody writes', () => {
    const nested = 'groups: { qa: { title: qa, groups: [inner] }, inner: { title: inner, members: [] } }\n';
    const found = [
      ...there('openness=closed'),
      live.group('acme/qa', { settings: ['privacy=secret', 'notices=held'] }),
      live.group('acme/inner', { settings: ['privacy=secret', 'notices=held'] }),
    ];
    expect(facts(planOf(nested, found).changes)).toEqual([
      'add group:acme/qa groups acme/inner',
      'set group:acme/inner settings.privacy "visible"',
      'set group:acme/qa settings.privacy "visible"',
    ]);
  });
});
