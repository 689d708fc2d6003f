import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { organizationDiff } from '../../src/diff/organization-diff.ts';
import type { OrganizationVersion } from '../../src/diff/organization-sides.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { effectRow } from '../../src/pull-request/effect-rows.ts';
import type { AccessSource } from '../../src/report/answer/access-source.ts';
import { whatJson, whoJson, whyJson } from '../../src/report/answer/answer-json.ts';
import { whatMarkdown, whoMarkdown, whyMarkdown } from '../../src/report/answer/answer-markdown.ts';
import { whatText, whoText, whyText } from '../../src/report/answer/answer-text.ts';
import type { ComparedBase } from '../../src/report/diff/compared-with.ts';
import { diffJson } from '../../src/report/diff/diff-json.ts';
import { diffMarkdown } from '../../src/report/diff/diff-markdown.ts';
import { diffEffects } from '../../src/report/diff/diff-phrases.ts';
import { diffText } from '../../src/report/diff/diff-text.ts';
import { accessEffectsOf, widePlaces } from '../../src/report/plan/effects.ts';
import { explainedDelta } from '../../src/report/plan/grants-json.ts';
import { plain } from '../../src/report/text/text-style.ts';
import { spellingOf } from '../../src/resource/spelling.ts';
import { known } from '../../src/source/known.ts';
import { broker, DENYING_BROKER, denyingBroker } from '../platform/parameters.ts';
import { desiredOn, documentOn, wardenOf } from '../platform/warden.ts';
import { got } from '../policy/fixture.ts';

const BODY = `members:
  ada: { roles: [admin, no-vault] }
  bo: { roles: [operator, no-database, no-vault] }
  cy: { roles: [guest] }
roles:
  no-vault: { permissions: [], denies: ["hosts:write!vault"] }
  no-database: { permissions: [], denies: ["hosts:read!db-", "hosts:read!web"] }
hosts:
  below: {}
  more: { members: { ada: { roles: [no-database] } } }
`;

const desired = desiredOn(denyingBroker, BODY);
const source: AccessSource = {
  organization: 'acme',
  source: 'desired',
  platform: denyingBroker,
  resources: desired.resources,
  access: buildAccess(denyingBroker, desired.resources),
  spelling: spellingOf(desired),
};

/** A version of the documents, as `diff` compares it. */
const versionOn = (platform: PlatformDefinition, body: string): OrganizationVersion => ({
  desired: desiredOn(platform, body),
  document: got(documentOn(platform, body)),
});
const BASE: ComparedBase = {
  asked: 'main',
  kind: 'revision',
  commit: null,
  isMergeBase: false,
  movedFrom: null,
  hasWorkspace: true,
};
const denying = (...names: readonly string[]) => `members:
  ada: { roles: [admin, limits] }
roles:
  limits: { permissions: [], denies: ${JSON.stringify(names)} }
`;
/** The same catalogue by another name of the platform: two versions of its file. */
const renamed = wardenOf(DENYING_BROKER.replace('title: Broker', 'title: Another'));

describe.each([
  ['of one platform file', denyingBroker],
  ['of two versions of it', renamed],
])('two versions %s that differ in a text alone', (_, platform) => {
  const diff = (before: string, after: string) =>
    organizationDiff({
      organization: 'acme',
      before: versionOn(denyingBroker, before),
      after: versionOn(platform, after),
    });
  const told = (before: string, after: string) => {
    const { gained, lost } = diff(before, after).difference.delta;
    return [
      ...gained.map(({ permission }) => `+ ${permission}`),
      ...lost.map(({ permission }) => `- ${permission}`),
    ];
  };

  it.each<[string, string, string, readonly string[]]>([
    [
      'a text is denied',
      denying('hosts:read!db-'),
      denying('hosts:read!db-', 'hosts:write!vault'),
      ['- hosts:write!vault'],
    ],
    [
      'a text is denied no more',
      denying('hosts:read!db-', 'hosts:write!vault'),
      denying('hosts:read!db-'),
      ['+ hosts:write!vault'],
    ],
    [
      'another text is denied',
      denying('hosts:write!vault'),
      denying('hosts:write!web'),
      ['+ hosts:write!vault', '- hosts:write!web'],
    ],
    [
      'a longer text is denied, where a shorter was',
      denying('hosts:read!db-'),
      denying('hosts:read!db-1'),
      ['+ hosts:read!db-'],
    ],
    ['the same is denied', denying('hosts:write!vault'), denying('hosts:write!vault'), []],
    [
      'what is denied already is denied for one text more',
      denying('hosts:write'),
      denying('hosts:write', 'hosts:write!vault'),
      [],
    ],
    [
      'somebody else is given what all texts give already',
      denying('hosts:read!db-'),
      `${denying('hosts:read!db-')}  web: { permissions: ["hosts:read!web"] }\n`,
      [],
    ],
  ])('%s', (_what, before, after, differs) => {
    expect(told(before, after)).toEqual(differs);
  });

  it('are never told to be without a difference', () => {
    const [before, after] = [denying('hosts:write!web'), denying('hosts:write!vault')];
    const found = diff(before, after);
    const text = diffText([found], BASE, plain, []);
    expect(text).toContain('acme: 1 person gains, 1 loses (compared with main)');
    expect(text).toContain('  lose hosts:write!vault on acme: ada\n');
    expect(text).toContain('  gain hosts:write!web on acme: ada\n');
    expect(diffMarkdown([found], BASE, [])).toContain('`hosts:write!vault`');
    expect(diffJson([found], BASE, [])).toMatchObject({
      result: 'changes',
      organizations: [
        { same: false, access: { lost: [{ member: 'ada', permission: 'hosts:write!vault' }] } },
      ],
    });
  });
});

describe('a permission that is gained is told with the texts that it is not held for', () => {
  const before =
    'members:\n  ada:\n  bo:\n  cy: { roles: [no-vault] }\nroles:\n  no-vault: { permissions: [], denies: ["hosts:write!vault"] }\n';
  const after = before
    .replace('ada:', 'ada: { roles: [operator, no-vault] }')
    .replace('bo:', 'bo: { roles: [operator] }')
    .replace('cy: { roles: [', 'cy: { roles: [admin, ');
  const found = organizationDiff({
    organization: 'acme',
    before: versionOn(denyingBroker, before),
    after: versionOn(denyingBroker, after),
  });

  it('in text, and people for whom it is another are told apart', () => {
    expect(diffText([found], BASE, plain, [])).toMatchInlineSnapshot(`
      "acme: 3 people gain (compared with main)

      Effective access
        gain hosts:*, users:see on acme: bo
            because role operator on acme (a.yaml:8:17) → hosts:write
        gain hosts:read, users:*; hosts:write, not for vault on acme: cy
            because role admin on acme (a.yaml:9:17) → hosts:write
        gain hosts:read, users:see; hosts:write, not for vault on acme: ada
            because role operator on acme (a.yaml:7:18) → hosts:write

      3 resources are written otherwise (--json names all)
      "
    `);
  });
  it('in Markdown', () => {
    expect(diffMarkdown([found], BASE, [])).toContain(
      '`hosts:read`, `users:see`; `hosts:write`, not for `vault` |',
    );
  });
  it('in the rows of a pull request', () => {
    const rows = diffEffects(found.difference).map((one) => effectRow(one).cells[2]);
    expect(rows).toContainEqual(
      expect.objectContaining({ names: ['hosts:read', 'users:see', 'hosts:write, not for vault'] }),
    );
  });
  it('in JSON', () => {
    const { gained } = explainedDelta(found.difference);
    const of = (member: string) =>
      [...gained].filter((one) => one.member === member && one.permission === 'hosts:write');
    const vault = { permission: 'hosts:write', text: 'vault', covers: 'equal' };
    expect(of('ada')).toMatchObject([{ except: [vault] }]);
    expect(of('bo')).toEqual([expect.not.objectContaining({ except: expect.anything() })]);
  });
  it('and of too many people that some may not hold it for every text', () => {
    const [gain] = accessEffectsOf(found.difference, 0).filter(({ verb }) => verb === 'gain');
    expect(widePlaces(known(known(gain, 'a gain').wide, 'a wide effect'))).toBe(
      'acme, some perhaps not for every text',
    );
    const plainly = organizationDiff({
      organization: 'acme',
      before: versionOn(broker, 'members:\n  ada:\n'),
      after: versionOn(broker, 'members:\n  ada: { roles: [operator] }\n'),
    });
    const [other] = accessEffectsOf(plainly.difference, 0);
    expect(widePlaces(known(known(other, 'a gain').wide, 'a wide effect'))).toBe('acme');
  });
});

describe('a permission is listed with the texts that it does not hold for', () => {
  const what = (member: string) => whatText({ member, scope: null }, source, plain);
  it('in what somebody can do', () => {
    expect(
      [what('ada'), what('bo'), what('cy'), whatMarkdown({ member: 'bo', scope: 'acme' }, source)].join('\n'),
    ).toMatchInlineSnapshot(`
      "ada (as written): access to 3 scopes of acme

      acme
        hosts:read, users:*         role admin on acme (a.yaml:7:18)
        hosts:write, not for vault  role admin on acme (a.yaml:7:18)

      acme/hosts/below  the same as on acme

      acme/hosts/more
        hosts:read, not for what begins with db- or web  role admin on acme (a.yaml:7:18) → inherited by acme/hosts/more
        hosts:write, not for vault, nor for what begins with db- or web  role admin on acme (a.yaml:7:18) → inherited by acme/hosts/more
        users:*                                          role admin on acme (a.yaml:7:18) → inherited by acme/hosts/more

      bo (as written): access to 3 scopes of acme

      acme
        hosts:read, not for what begins with db- or web  role operator on acme (a.yaml:8:17)
        hosts:write, not for vault, nor for what begins with db- or web  role operator on acme (a.yaml:8:17)
        users:see                                        role operator on acme (a.yaml:8:17)

      acme/hosts/below  the same as on acme

      acme/hosts/more  the same as on acme

      cy (as written): access to 3 scopes of acme

      acme
        hosts:read  role guest on acme (a.yaml:9:17)

      acme/hosts/below  the same as on acme

      acme/hosts/more  the same as on acme

      **bo (as written): access to acme**

      | Where | What | Because |
      | --- | --- | --- |
      | \`acme\` | \`hosts:read\`, not for what begins with \`db-\` or \`web\` | role operator on acme (\`a.yaml:8:17\`) |
      | \`acme\` | \`hosts:write\`, not for \`vault\`, nor for what begins with \`db-\` or \`web\` | role operator on acme (\`a.yaml:8:17\`) |
      | \`acme\` | \`users:see\` | role operator on acme (\`a.yaml:8:17\`) |
      "
    `);
  });
  it('in who can, and in why', () => {
    expect(
      [
        whoText({ permission: 'hosts:write', scope: 'acme' }, source, plain),
        whoMarkdown({ permission: 'hosts:read', scope: 'acme' }, source),
        whyText({ member: 'bo', permission: 'hosts:write', scope: 'acme' }, source, plain),
        whyMarkdown({ member: 'bo', permission: 'hosts:write', scope: 'acme' }, source),
      ].join('\n'),
    ).toMatchInlineSnapshot(`
      "hosts:write on acme (as written): 2 people

        ada, not for vault                                      role admin on acme (a.yaml:7:18) → hosts:write
        bo, not for vault, nor for what begins with db- or web  role operator on acme (a.yaml:8:17) → hosts:write

      **\`hosts:read\` on acme (as written): 3 people**

      | Who | Because |
      | --- | --- |
      | \`ada\` | role admin on acme (\`a.yaml:7:18\`) → \`hosts:read\` |
      | \`bo\`, not for what begins with \`db-\` or \`web\` | role operator on acme (\`a.yaml:8:17\`) → \`hosts:write\` → implies \`hosts:read\` |
      | \`cy\` | role guest on acme (\`a.yaml:9:17\`) → \`hosts:read\` |

      yes (as written): bo has hosts:write on acme, not for vault, nor for what begins with db- or web, 1 way

        1. bo
           → role operator on acme  a.yaml:8:17
           → hosts:write            broker role operator

      **yes (as written): bo has \`hosts:write\` on acme, not for vault, nor for what begins with \`db-\` or web, 1 way**

      1\\. \`bo\`<br>→ role operator on acme \`a.yaml:8:17\`<br>→ \`hosts:write\` \`broker role operator\`
      "
    `);
  });
  it('in JSON', () => {
    const vault = { permission: 'hosts:write', text: 'vault', covers: 'equal' };
    expect(whatJson({ member: 'ada', scope: 'acme/hosts/below' }, source).scopes).toMatchObject([
      { except: [vault] },
    ]);
    expect(whyJson({ member: 'ada', permission: 'hosts:write', scope: 'acme' }, source)).toMatchObject({
      holds: true,
      except: [vault],
    });
    expect(whoJson({ permission: 'hosts:write', scope: 'acme' }, source).people).toMatchObject([
      { member: 'ada', except: [vault] },
      { member: 'bo' },
    ]);
    expect(whyJson({ member: 'ada', permission: 'hosts:write!vault', scope: 'acme' }, source)).toMatchObject({
      holds: false,
      except: [],
    });
  });
});
