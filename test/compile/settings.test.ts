import { describe, expect, it } from 'vitest';
import { roleBelowSetting } from '../../src/compile/lint/role-below-setting.ts';
import { atrium } from '../connector/platforms.ts';
import { desired, said } from './said.ts';
import { written } from './written.ts';

const acme = (body: string) =>
  `name: acme\nplatform: atrium\nauthority: full\nmembers: { ada@acme.com: { roles: [owner] } }\n${body}`;
const settingsIn = (body: string) =>
  desired(atrium, acme(body)).resources.flatMap((r) =>
    r.type === 'scope' || r.type === 'group' ? [[r.address, ...r.attributes.settings.keys()].join(' ')] : [],
  );

describe('each setting has a value', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'nobody writes one',
      'units: { emea: }',
      ['scope:acme openness=closed', 'scope:acme/units/emea listing=listed'],
    ],
    ['one is written', 'settings: { openness: open }', ['scope:acme openness=open']],
    [
      'a group that nests has to be seen, written or not',
      'groups: { qa: { groups: [inner] }, inner: { members: [] }, alone: { settings: { privacy: secret }, members: [] } }',
      [
        'scope:acme openness=closed',
        'group:acme/alone privacy=secret notices=sent',
        'group:acme/inner privacy=visible notices=sent',
        'group:acme/qa privacy=visible notices=sent',
      ],
    ],
  ])('%s', (_, body, expected) => {
    expect(settingsIn(body)).toEqual(expected);
  });

  it('what nobody writes is left open, but for what follows from nesting', () => {
    const open = desired(
      atrium,
      acme('groups: { qa: { groups: [inner] }, inner: { members: [] } }'),
    ).unstated;
    expect([...(open ?? [])].filter((key) => key.includes('settings')).sort()).toEqual([
      'group:acme/inner#settings/notices',
      'group:acme/qa#settings/notices',
      'scope:acme#settings/openness',
    ]);
  });
});

describe('faults', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'no such setting',
      'settings: { opennes: open }',
      [
        'error a.yaml:5:13 not-supported: Atrium has no setting "opennes" of organization acme.',
        '  Did you mean `openness`? There are openness.',
      ],
    ],
    [
      'no such value',
      'settings: { openness: opn }',
      [
        'error a.yaml:5:23 invalid-value: "opn" is no value of openness.',
        '  Did you mean `open`? It is one of closed, open.',
      ],
    ],
    [
      'a kind without settings',
      'units: { emea: { workspaces: { box: { settings: { listing: listed } } } } }',
      [
        'error a.yaml:5:51 not-supported: Atrium has no setting "listing" of workspace acme/units/emea/workspaces/box.',
        '  Remove it.',
      ],
    ],
    [
      'a secret group that nests',
      'groups: { qa: { groups: [inner] }, inner: { settings: { privacy: secret }, members: [] } }',
      [
        'error a.yaml:5:66 not-supported: group inner nests, so its privacy cannot be secret: on Atrium it has to be visible.',
        '  Write visible, or take the group out of the other.',
      ],
    ],
  ])('%s', (_, body, expected) => {
    expect(said(atrium, acme(body))).toEqual(expected);
  });
});

describe('a role below what a setting gives, by how a scope inherits', () => {
  const told = (openness: string, body: string) => {
    const text = acme(`settings: { openness: ${openness} }\n${body}`).replace(
      'ada@acme.com: { roles: [owner] }',
      'ada@acme.com: { roles: [owner] }, ben@acme.com: { roles: [steward] }, cy@acme.com: ',
    );
    const wanted = { document: written(text), desired: desired(atrium, text) };
    return [...roleBelowSetting.check(wanted)].map(({ message }) => message);
  };
  const unit = (who: string) => `units: { emea: { members: { ${who}: { roles: [build-viewer] } } } }`;
  const box = (annex: string) =>
    `roles: { peek: { permissions: ["build:view"] } }\nunits: { emea: { workspaces: { box: { members: { ben@acme.com: { roles: [peek] } }${annex} } } } }`;

  it.each<[string, string, string, readonly string[]]>([
    [
      'all holds there that holds above',
      'open',
      unit('ben@acme.com'),
      [
        'ben@acme.com is given build-viewer on acme/units/emea, and has editor there in any case: openness of acme is open.',
      ],
    ],
    ['the setting gives nothing', 'closed', unit('ben@acme.com'), []],
    ['of one who does not hold what the setting extends', 'open', unit('cy@acme.com'), []],
    ['a gate: without the role nobody comes in', 'open', box(''), []],
    [
      'a role that overrides, and so takes away',
      'open',
      box(', annexes: { a: { members: { ben@acme.com: { roles: [build-viewer] } } } }'),
      [],
    ],
  ])('%s', (_, openness, body, expected) => {
    expect(told(openness, body)).toEqual(expected);
  });
});
