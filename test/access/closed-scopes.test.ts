/** A scope that is set so that nobody can do anything there, nor below. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import { blockedWays } from '../../src/missing/blocked-ways.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { obstaclePhrase } from '../../src/report/answer/obstacle-phrase.ts';
import { BY_ID } from '../../src/resource/spelling.ts';
import { formatOrigin } from '../../src/source/origin.ts';
import { desired } from '../compile/said.ts';
import { desiredOn, toldOf, WARDEN, wardenOf } from '../platform/warden.ts';

const SHUT = {
  title: 'Standing',
  description: 'Whether anybody can do anything there.',
  unwritten: 'open',
  values: { open: { title: 'Open' }, shut: { title: 'Shut', closes: true } },
};

/** Warden with sites that have sites and hosts, each of which can be shut; `auditor` passes all kinds. */
const file = parse(WARDEN);
const platform = wardenOf(
  stringify({
    ...file,
    scopes: {
      ...file.scopes,
      organization: { ...file.scopes.organization, settings: { standing: SHUT } },
      site: {
        title: 'Site',
        plural: 'sites',
        parents: ['organization', 'site'],
        inherits: 'union',
        settings: { standing: SHUT },
      },
      host: {
        ...file.scopes.host,
        parents: ['organization', 'site'],
        inherits: 'isolated',
        settings: { standing: SHUT },
      },
    },
    roles: {
      ...file.roles,
      owner: { title: 'Owner', bypass: true },
      auditor: { title: 'Auditor', permissions: ['hosts:read'], reach: 'everywhere' },
    },
  }),
);

const PEOPLE = 'members:\n  ada: { roles: [owner] }\n  bo: { roles: [auditor] }\n  cy:\n';
const tree = (outer: string, inner: string, host: string) => `${PEOPLE}sites:
  east:
    settings: { standing: ${outer} }
    members: { cy: { roles: [operator] } }
    sites:
      lab:
        settings: { standing: ${inner} }
        hosts:
          web: { settings: { standing: ${host} }, members: { cy: { roles: [guest] } } }
`;
const SCOPES = [
  'acme',
  'acme/sites/east',
  'acme/sites/east/sites/lab',
  'acme/sites/east/sites/lab/hosts/web',
];
const STANDINGS = ['open', 'shut'].flatMap((outer) =>
  ['open', 'shut'].flatMap((inner) => ['open', 'shut'].map((host) => [outer, inner, host] as const)),
);
const accessOf = (outer: string, inner: string, host: string) =>
  buildAccess(platform, desiredOn(platform, tree(outer, inner, host)).resources);

it.each(STANDINGS)('nobody can do anything on it, nor below: %s, %s, %s', (...standings) => {
  const access = accessOf(...standings);
  const open = accessOf('open', 'open', 'open');
  for (const [at, scope] of SCOPES.entries()) {
    const isShut = standings.slice(0, at).includes('shut');
    for (const member of ['ada', 'bo', 'cy'])
      expect([scope, member, access.permissions(member, scope)]).toEqual([
        scope,
        member,
        isShut ? [] : open.permissions(member, scope),
      ]);
  }
});

it('each of them can, where nothing is closed', () => {
  const web = 'acme/sites/east/sites/lab/hosts/web';
  const access = accessOf('open', 'open', 'open');
  expect(['ada', 'bo', 'cy'].map((member) => access.permissions(member, web).length > 0)).toEqual([
    true,
    true,
    true,
  ]);
});

it.each(STANDINGS)('a comparison sees what closing takes and opening gives: %s, %s, %s', (...standings) => {
  const [open, shut] = [accessOf('open', 'open', 'open'), accessOf(...standings)];
  const cells = SCOPES.flatMap((scope) =>
    ['ada', 'bo', 'cy'].flatMap((member) =>
      open
        .permissions(member, scope)
        .filter((permission) => !shut.permissions(member, scope).includes(permission))
        .map((permission) => ({ member, scope, permission })),
    ),
  ).sort((a, b) =>
    JSON.stringify([a.scope, a.member, a.permission]) < JSON.stringify([b.scope, b.member, b.permission])
      ? -1
      : 1,
  );
  expect(compareAccess(open, shut)).toEqual({ gained: [], lost: cells });
  expect(compareAccess(shut, open)).toEqual({ gained: cells, lost: [] });
});

it('the organization itself can be closed', () => {
  const body = `settings: { standing: shut }\n${tree('open', 'open', 'open')}`;
  const access = buildAccess(platform, desiredOn(platform, body, { authority: 'declared' }).resources);
  for (const scope of SCOPES) expect(access.permissions('ada', scope)).toEqual([]);
});

describe('why somebody cannot', () => {
  const { resources } = desiredOn(platform, tree('shut', 'open', 'shut'));
  const side = { platform, resources, ruledOut: new Map(), without: null };
  const ways = (member: string, scope: string) =>
    blockedWays({ member, permission: 'hosts:read', scope }, side).map(({ obstacles }) =>
      obstacles.map((one) => `${obstaclePhrase(one, member, BY_ID)} (${formatOrigin(one.origin)})`),
    );

  it('names each scope that is closed, with its line', () => {
    const [, , , web = ''] = SCOPES;
    expect(ways('ada', web)).toEqual([
      [
        'nobody can do anything on acme/sites/east, nor below: its standing is shut (a.yaml:12:27)',
        'nobody can do anything on acme/sites/east/sites/lab/hosts/web, nor below: its standing is shut (a.yaml:18:40)',
      ],
    ]);
    expect(ways('cy', 'acme/sites/east')).toEqual([
      ['nobody can do anything on acme/sites/east, nor below: its standing is shut (a.yaml:12:27)'],
    ]);
  });

  it('and nobody is given a way where they have none', () => {
    expect(ways('cy', 'acme')).toEqual([]);
  });
});

describe('a plan', () => {
  const planOf = (was: string, is: string) =>
    buildPlan(desiredOn(platform, is), {
      organization: 'acme',
      resources: desiredOn(platform, was).resources,
      revision: '1',
      readAt: '2027-01-31T23:59:59Z',
    });
  const warned = ({ diagnostics }: ReturnType<typeof planOf>) =>
    toldOf(diagnostics.filter(({ code }) => code === 'weakened'));

  it('warns of a scope that is closed, and says who loses what', () => {
    const plan = planOf(tree('open', 'shut', 'open'), tree('shut', 'shut', 'open'));
    expect(warned(plan)).toEqual([
      'warning 12:27 weakened: Scope acme/sites/east, whose standing is shut, takes access away: ada loses hosts:read, hosts:write, users:write on acme/sites/east; bo loses hosts:read on acme/sites/east; cy loses hosts:read, hosts:write on acme/sites/east.',
    ]);
  });

  it('warns of none that is opened', () => {
    const plan = planOf(tree('shut', 'open', 'open'), tree('open', 'open', 'open'));
    expect(warned(plan)).toEqual([]);
    expect(plan.delta.lost).toEqual([]);
    expect(plan.delta.gained.length).toBeGreaterThan(0);
  });
});

it('the page holds what it shows', () => {
  const page = readFileSync('docs/access-model.md', 'utf8');
  const [, section = ''] = page.split('## Closed scopes\n');
  const [own = ''] = section.split('\n## ');
  const [settings = '', document = ''] = [...own.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, text = '']) => text,
  );
  const host = { ...file.scopes.host, ...parse(settings) };
  const shown = wardenOf(stringify({ ...file, scopes: { ...file.scopes, host } }));
  const access = buildAccess(shown, desired(shown, document).resources);
  expect(access.permissions('bo', 'acme/hosts/web')).toEqual(['hosts:read', 'hosts:write']);
  expect(access.permissions('bo', 'acme/hosts/old')).toEqual([]);
  expect(access.permissions('ada', 'acme/hosts/old')).toEqual([]);
});
