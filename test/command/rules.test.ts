/** Rules at the command line, as `check` judges them by the documents. */
import { describe, expect, it } from 'vitest';
import { organization, stageOf } from './workspaces.ts';

const RULES = 'apiVersion: bylaw/v1\nkind: Rules\norganizations: "*"\n';
const BOTH =
  'rules:\n  two do it:\n    rule: separation-of-duties\n    either: [users:write]\n    or: [roles:assign]\n';
const OURS = 'rules:\n  only ours: { rule: email-domains, domains: [acme.example] }\n';
const TWO = 'members:\n  ana@acme.example: { roles: [admin] }\n  bo@other.example: { roles: [viewer] }\n';
const KNOWN = (permissions: string, more = 'until: 2099-12-31') =>
  `acknowledged:\n  for now: { rule: two do it, organization: acme, person: ana@acme.example, scope: acme, permissions: ${permissions}, reason: CHG-1, owner: bo, ${more} }\n`;

async function checked(rules: string, members = TWO) {
  const stage = await stageOf(organization(members));
  stage.write('access/rules.yaml', `${RULES}${rules}`);
  return stage.run('check');
}

describe('check', () => {
  it('tells who can do both sides, with both paths, the rule and a way out', async () => {
    const { status, out } = await checked(BOTH);
    expect(status).toBe(1);
    expect(out).toContain(
      'error[rule-broken]: ana@acme.example can do both sides of "two do it" on acme: users:write, roles:assign.',
    );
    expect(out).toContain('users:write on acme of acme: ana@acme.example → role admin on acme');
    expect(out).toContain('roles:assign on acme of acme: ana@acme.example → role admin on acme');
    expect(out).toContain('::: access/rules.yaml:5:3: the rule "two do it"');
    expect(out).toContain('acknowledged: { "what it is": { rule: "two do it", organization: "acme"');
  });

  it.each([
    ['who has one side', BOTH, TWO.replace('[admin]', '[viewer]'), 0],
    [
      'a rule that is off',
      BOTH.replace('separation-of-duties\n', 'separation-of-duties\n    severity: off\n'),
      TWO,
      0,
    ],
    [
      'a rule that warns',
      BOTH.replace('separation-of-duties\n', 'separation-of-duties\n    severity: warning\n'),
      TWO,
      0,
    ],
    ['an address of another domain', OURS, TWO, 1],
    ['addresses of the domain', OURS, TWO.replace('other.example', 'ACME.example'), 0],
    ['a domain below is another one', OURS, TWO.replace('other.example', 'mail.acme.example'), 1],
    ['a pattern of domains', OURS.replace('[acme.example]', '["*.example"]'), TWO, 0],
  ])('%s', async (_, rules, members, status) => {
    expect((await checked(rules, members)).status).toBe(status);
  });

  it.each([
    [
      'all of it',
      KNOWN('[users:write, roles:assign]'),
      0,
      'note[rule-acknowledged]: ana@acme.example can do both',
    ],
    ['less', KNOWN('[users:write]'), 1, 'the acknowledgement "for now" was of less'],
    [
      'another person',
      KNOWN('[users:write, roles:assign]').replace('person: ana', 'person: bob'),
      1,
      'rule-broken',
    ],
    ['over', KNOWN('[users:write, roles:assign]', 'until: 2020-01-01'), 1, 'warning[acknowledgement-over]'],
    [
      'not begun',
      KNOWN('[users:write, roles:assign]', 'from: 2098-01-01, until: 2099-01-01'),
      1,
      'rule-broken',
    ],
    [
      'too long',
      `longest-acknowledgement: 90\n${KNOWN('[users:write, roles:assign]')}`,
      1,
      'error[acknowledgement-too-long]',
    ],
    [
      'somebody who does nothing',
      KNOWN('[users:write, roles:assign]').replace('person: ana', 'person: bob'),
      1,
      'warning[acknowledgement-unused]: The acknowledgement "for now" is of nothing that a rule finds.',
    ],
    ['no rule', KNOWN('[users:write]').replace('rule: two do it', 'rule: two do'), 1, 'error[unknown-rule]'],
  ])('an acknowledgement of %s', async (_, acknowledged, status, said) => {
    const found = await checked(BOTH + acknowledged);
    expect(found.status).toBe(status);
    expect(found.out + found.err).toContain(said);
  });

  it.each([
    [
      'a permission',
      BOTH.replace('users:write', 'users:wrote'),
      'error[unknown-permission]: No permission is called',
    ],
    [
      'a key of another rule',
      OURS.replace('domains:', 'either: [users:write], domains:'),
      'error[unknown-key]',
    ],
    ['a key that is missing', BOTH.replace('    or: [roles:assign]\n', ''), 'error[missing-key]'],
    ['a rule', BOTH.replace('separation-of-duties', 'separation-of-duty'), 'Did you mean'],
    ['an organization', OURS, ''],
  ])('finds what is wrong with %s', async (what, rules, said) => {
    const stage = await stageOf(organization(TWO));
    const head = what === 'an organization' ? RULES.replace('"*"', '[acme, acne]') : RULES;
    stage.write('access/rules.yaml', `${head}${rules}`);
    const { status, err } = await stage.run('check');
    expect(status).toBe(1);
    expect(err).toContain(what === 'an organization' ? 'error[unknown-organization]' : said);
  });

  it.each([
    ['a key of nobody', 'ana: { keys: { acme: anna@acme.example } }', 'error[unknown-member]'],
    ['an organization of nobody', 'ana: { keys: { acne: ana@acme.example } }', 'error[unknown-organization]'],
    [
      'a key of two people',
      'ana: { keys: { acme: ana@acme.example } }\n  bo: { keys: { acme: Ana@acme.example } }',
      'error[duplicate-declaration]: The key "Ana@acme.example" of acme is declared twice.',
    ],
  ])('finds %s in a People document', async (_, people, said) => {
    const stage = await stageOf(organization(TWO));
    stage.write('access/people.yaml', `apiVersion: bylaw/v1\nkind: People\npeople:\n  ${people}\n`);
    const { status, err } = await stage.run('check');
    expect(status).toBe(1);
    expect(err).toContain(said);
  });
});

describe('one person in two organizations', () => {
  const SECOND = (member: string) =>
    `apiVersion: bylaw/v1\nkind: Organization\nname: labs\nplatform: lumoauth\nauthority: full\nmembers:\n  root@labs.example: { roles: [admin] }\n  ${member}: { roles: [granter] }\nroles:\n  granter: { title: Granter, permissions: [roles:assign] }\n`;
  const FIRST =
    'members:\n  root@acme.example: { roles: [admin] }\n  ana@acme.example: { roles: [writer] }\nroles:\n  writer: { title: Writer, permissions: [users:write] }\n';
  const ROOTS =
    'acknowledged:\n  root of acme: { rule: two do it, organization: acme, person: root@acme.example, permissions: ["acme roles:assign", "acme users:write"], reason: CHG-1, owner: bo, until: 2099-12-31 }\n  root of labs: { rule: two do it, organization: labs, person: root@labs.example, permissions: ["labs roles:assign", "labs users:write"], reason: CHG-1, owner: bo, until: 2099-12-31 }\n';
  const WITHIN = (within: string) => `${BOTH}    within: ${within}\n`;
  const ANA =
    'apiVersion: bylaw/v1\nkind: People\npeople:\n  ana: { name: Ana, keys: { acme: ana@acme.example, labs: a.lovelace@labs.example } }\n';

  async function judged(rules: string, member: string, people: string | null) {
    const stage = await stageOf(organization(FIRST));
    stage.write(
      'bylaw.yaml',
      'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n  labs: { connector: access-api, url: "http://127.0.0.1:1" }\n',
    );
    stage.write('access/labs.yaml', SECOND(member));
    stage.write('access/rules.yaml', `${RULES}${rules}`);
    if (people !== null) stage.write('access/people.yaml', people);
    return stage.run('check');
  }

  it('is found across both by the record of the person, with the path in each', async () => {
    const { status, out } = await judged(WITHIN('everywhere') + ROOTS, 'a.lovelace@labs.example', ANA);
    expect(out).toContain(
      'error[rule-broken]: ana can do both sides of "two do it" everywhere together: acme users:write, labs roles:assign.',
    );
    expect(out).toContain('users:write on acme of acme: ana@acme.example → role writer on acme');
    expect(out).toContain('roles:assign on labs of labs: a.lovelace@labs.example → role granter on labs');
    expect(out.match(/error\[rule-broken\]/g)).toHaveLength(1);
    expect(status).toBe(1);
  });

  it.each([
    ['nobody says that it is one person', WITHIN('everywhere') + ROOTS, 'a.lovelace@labs.example', null],
    ['the rule looks at each organization', WITHIN('organization'), 'a.lovelace@labs.example', ANA],
  ])('is not found where %s', async (_, rules, member, people) => {
    const { out } = await judged(rules, member, people);
    expect(out).toMatch(/root@acme.example can do both/);
    expect(out).not.toMatch(/(ana|ana@acme.example|a.lovelace@labs.example) can do both/);
  });

  it('is found without a record where both have one e-mail address', async () => {
    const { out } = await judged(WITHIN('everywhere') + ROOTS, 'Ana@acme.example', null);
    expect(out).toContain('ana@acme.example can do both sides of "two do it" everywhere together');
  });
});
