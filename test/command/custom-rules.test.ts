/** Rules of a user's own at the command line: what is wrong with them at its place, what they find, and what is no pass. */
import { describe, expect, it } from 'vitest';
import { organization, stageOf } from './workspaces.ts';

const HEAD = 'apiVersion: bylaw/v1\nkind: Rules\norganizations: "*"\nrules:\n';
const TWO =
  'members:\n  ana@acme.example: { roles: [admin] }\n  bo@other.example: { roles: [viewer] }\ngroups:\n  qa: { title: QA, members: [bo@other.example] }\n';
const custom = (body: string, more = '') =>
  `${HEAD}  ours:\n    rule: custom\n    view: v1\n${body.replace(/^/gm, '    ')}\n${more}`;

async function stageWith(rules: string, documents = TWO) {
  const stage = await stageOf(organization(documents));
  stage.write('access/rules.yaml', rules);
  return stage;
}

const checked = async (rules: string, documents = TWO) => (await stageWith(rules, documents)).run('check');

describe('what is wrong with an expression is told at its place', () => {
  it.each([
    ['plain', 'for: group\nforbid: group.titel == ""', 'titel', 'A group has no field "titel"'],
    [
      'plain, in two lines',
      'for: group\nforbid: group.title == "" &&\n  group.titel == ""',
      'titel',
      'Did you mean `title`?',
    ],
    [
      'in single quotes',
      "for: group\nforbid: 'group.title == ''x'' || group.titel == \"\"'",
      'titel',
      'Did you mean `title`?',
    ],
    [
      'in double quotes',
      'for: group\nforbid: "group.title == \\"x\\" || group.titel == \\"\\""',
      'titel',
      'Did you mean `title`?',
    ],
    [
      'a block',
      'for: group\nforbid: |\n  group.title == "" &&\n\n    group.titel == ""',
      'titel',
      'Did you mean `title`?',
    ],
    [
      'a folded block',
      'for: group\nrequire: >-\n  group.title == "" &&\n  group.titel == ""',
      'titel',
      'Did you mean `title`?',
    ],
    [
      'a message',
      'for: group\nforbid: "false"\nmessage: |\n  "x " +\n  grop.title',
      'grop',
      'Did you mean `group`?',
    ],
    [
      'a message that is no expression',
      'for: group\nforbid: "false"\nmessage: groups are bad',
      'are bad',
      'cannot be read',
    ],
    ['what cannot be read', 'for: group\nforbid: |\n  group.title ==\n  == ""', '==', 'cannot be read'],
    [
      'an unknown function',
      'for: group\nforbid: group.title.startWith("x")',
      'startWith',
      'Did you mean `startsWith`?',
    ],
    [
      'a variable of another element',
      'for: group\nforbid: person.key == ""',
      'person',
      'There is no "person" here',
    ],
    ['no yes or no', 'for: group\nforbid: group.title', 'group.title', 'must come to a yes or no'],
  ])('%s', async (_, body, part, said) => {
    const rules = custom(body);
    const { status, err } = await checked(rules);
    expect(status).toBe(1);
    const [, line, column] =
      /error\[rule-expression\].*\n *--> access\/rules\.yaml:(\d+):(\d+)/.exec(err) ?? [];
    expect(
      rules.split('\n')[Number(line) - 1]?.slice(Number(column) - 1, Number(column) - 1 + part.length),
    ).toBe(part);
    expect(err).toContain(said);
  });

  it.each([
    ['nothing to judge by', 'for: group', 'error[missing-key]: The rule "ours" has none of forbid, require'],
    [
      'both ways',
      'for: group\nforbid: "true"\nrequire: "true"',
      'error[invalid-value]: The rule "ours" has both',
    ],
    ['nothing to judge', 'forbid: "true"', 'has no `for`'],
    ['another view', 'for: group\nforbid: "true"\nview: v2', ''],
    ['another element', 'for: grup\nforbid: "true"', 'Did you mean'],
    [
      'a key of another rule',
      'for: group\nforbid: "true"\neither: [users:write]',
      'error[unknown-key]: "either" is no key of the rule custom.',
    ],
    ['a deadline that is too long', 'for: group\nforbid: "true"\ndeadline: 60000', 'error['],
  ])('%s', async (_, body, said) => {
    const rules = body.includes('view:') ? custom(body).replace('    view: v1\n', '') : custom(body);
    const { status, err } = await checked(rules);
    expect(status).toBe(1);
    expect(err).toContain(said);
  });
});

describe('check', () => {
  it('tells each thing that breaks a rule, with its line and the message', async () => {
    const { status, out } = await checked(
      custom(
        'for: person\nforbid: person.key.endsWith("@other.example")\nmessage: \'"ask " + person.key + "\\nat home"\'',
      ),
    );
    expect(status).toBe(1);
    expect(out).toContain(
      'error[rule-broken]: bo@other.example of acme is not as the rule "ours" wants it: ask bo@other.example at home.',
    );
    expect(out).toContain('access/rules.yaml:5:3: the rule "ours"');
    expect(out).toContain('rule: "ours", organization: "acme", person: "bo@other.example"');
  });

  it.each([
    ['what is right', 'for: group\nforbid: group.title == ""', 0, ''],
    [
      'a warning',
      'for: group\nseverity: warning\nforbid: "true"',
      0,
      'warning[rule-broken]: The group acme/qa',
    ],
    ['what is off, whatever it is', 'for: group\nseverity: off\nforbid: nonsense(', 0, ''],
    [
      'an expression that fails for one of several',
      'for: person\nforbid: 1 / (person.groups.size() - 1) == 7',
      1,
      'error[rule-failed]: The rule "ours" could not be judged: for bo@other.example of acme, it comes to an error: int divide by zero.',
    ],
    [
      'a failure of a warning',
      'for: group\nseverity: warning\nforbid: 1 / (group.people.size() - 1) == 7',
      1,
      'error[rule-failed]',
    ],
    [
      'what never ends',
      `for: group\ndeadline: 200\nforbid: |\n  ${'[1,2,3,4,5,6,7,8,9].all(x, '.repeat(9)}true${')'.repeat(9)}`,
      1,
      'It did not end within 200 milliseconds.',
    ],
    [
      'what needs a plan',
      'for: change\nforbid: "true"',
      0,
      'note[rule-not-judged]: The rule "ours" is not judged here: it looks at what a plan would change.',
    ],
    [
      'what needs what is live',
      'for: group\nforbid: group.name in live.groups.map(one, one.name)',
      0,
      'it looks at what is on the platform now.',
    ],
  ])('%s', async (_, body, status, said) => {
    const found = await checked(custom(body));
    expect(found.status).toBe(status);
    expect(found.out + found.err).toContain(said);
  });

  it('takes an acknowledgement of a finding, and none of a failure', async () => {
    const known = (subject: string) =>
      `acknowledged:\n  for now: { rule: ours, organization: acme, ${subject}, reason: CHG-1, owner: bo, until: 2099-12-31 }\n`;
    const grants = 'for: grant\nforbid: \'"users:write" in grant.permissions\'';
    const open = await checked(custom(grants));
    expect(open.status).toBe(1);
    const [, permissions] = /permissions: (\[[^\]]*\])/.exec(open.out) ?? [];
    const acknowledged = await checked(
      custom(grants, known(`person: ana@acme.example, scope: acme, permissions: ${permissions}`)),
    );
    expect(acknowledged.out).toContain('note[rule-acknowledged]');
    expect(acknowledged.status).toBe(0);
    const less = await checked(
      custom(grants, known('person: ana@acme.example, scope: acme, permissions: ["users:write"]')),
    );
    expect(less.status).toBe(1);
    expect(less.out).toContain('was of less');
  });
});

describe('a plan, an apply and drift', () => {
  const LEAVING =
    'for: change\nforbid: change.type == "member" && change.action == "create"\nmessage: \'"who is " + change.person\'';

  it('judge changes, and what comes of them', async () => {
    const stage = await stageWith(custom(LEAVING));
    const { status, out } = await stage.run('plan');
    expect(status).toBe(1);
    expect(out).toContain('is not as the rule "ours" wants it: who is bo@other.example.');
    expect((await stage.run('apply', '--yes')).status).toBe(1);
    stage.write(
      'access/rules.yaml',
      custom('for: gained-grant\nforbid: \'grant.person.key == "bo@other.example"\''),
    );
    const gained = await stage.run('plan');
    expect(gained.status).toBe(1);
    expect(gained.out).toContain(
      'What bo@other.example of acme can do on acme is not as the rule "ours" wants it.',
    );
  });

  it('judge what is live, and say what they cannot', async () => {
    const stage = await stageWith(custom('for: organization\nforbid: live.scopes.size() == 1'));
    const live = await stage.run('drift');
    expect(live.status).toBe(1);
    expect(live.out + live.err).toContain('error[rule-broken]: The organization acme');
    stage.write('access/rules.yaml', custom(LEAVING));
    const changes = await stage.run('drift');
    expect(changes.out + changes.err).toContain('note[rule-not-judged]');
  });
});
