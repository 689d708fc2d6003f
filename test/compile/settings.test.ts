import { describe, expect, it } from 'vitest';
import { atrium } from '../connector/platforms.ts';
import { desired, said } from './said.ts';

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
