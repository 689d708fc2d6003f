import { describe, expect, it } from 'vitest';
import { itOnBothEngines } from './bylaw.ts';
import { everything, writesSeen } from './live.ts';
import {
  document,
  lumoauthExample,
  organization,
  type Stage,
  stageOf,
  type Workspace,
} from './workspaces.ts';

interface Fault {
  readonly name: string;
  readonly made: () => Workspace;
  readonly words?: readonly string[];
  readonly code: string;
  readonly message: RegExp;
  /** `access/acme.yaml:7:22`; null where no file is at fault. */
  readonly place: string | null;
  readonly wayOut: RegExp;
}

const WITH = (body: string) => () => organization(body);

function withFile(file: string, content: string | Buffer): () => Workspace {
  return () => {
    const made = organization('members:\n  ana@acme.example:\n');
    made.write(file, content);
    return made;
  };
}

function aliasBomb(): string {
  const levels = Array.from({ length: 12 }, (_, n) => {
    const inner = n === 0 ? '"x"' : Array.from({ length: 10 }, () => `*a${n - 1}`).join(', ');
    return `      a${n}: &a${n} [${inner}]`;
  });
  return `members:\n  ana@acme.example:\n    roles:\n${levels.join('\n')}\n`;
}

const FAULTS: readonly Fault[] = [
  {
    name: 'an unknown key',
    made: WITH('members:\n  ana@acme.example: { rolls: [admin] }\n'),
    code: 'unknown-key',
    message: /"rolls" is not a key/,
    place: 'access/acme.yaml:7:23',
    wayOut: /Did you mean `roles`\?/,
  },
  {
    name: 'an unknown role',
    made: WITH('members:\n  ana@acme.example: { roles: [editr] }\n'),
    code: 'unknown-role',
    message: /"editr"/,
    place: 'access/acme.yaml:7:31',
    wayOut: /Did you mean `editor`\?/,
  },
  {
    name: 'an unknown member',
    made: WITH('members:\n  ana@acme.example:\ngroups:\n  qa: { members: [anna@acme.example] }\n'),
    code: 'unknown-member',
    message: /"anna@acme\.example"/,
    place: 'access/acme.yaml:9:19',
    wayOut: /Did you mean `ana@acme\.example`\?/,
  },
  {
    name: 'an unknown group',
    made: WITH('groups:\n  testers: {}\n  qa: { groups: [tester] }\n'),
    code: 'unknown-group',
    message: /"tester"/,
    place: 'access/acme.yaml:8:18',
    wayOut: /Did you mean `testers`\?/,
  },
  {
    name: 'a ring of groups, named in full',
    made: WITH('groups:\n  a: { groups: [b] }\n  b: { groups: [c] }\n  c: { groups: [a] }\n'),
    code: 'group-cycle',
    message: /a → b → c → a/,
    place: 'access/acme.yaml:7:17',
    wayOut: /Remove/,
  },
  {
    name: 'a ring of roles, named in full',
    made: WITH('roles:\n  x: { includes: [y] }\n  y: { includes: [x] }\n'),
    code: 'role-cycle',
    message: /x → y → x/,
    place: 'access/acme.yaml:7:19',
    wayOut: /Remove/,
  },
  {
    name: 'one key in two files, both places shown',
    made: withFile('access/more.yaml', document('members:\n  ANA@acme.example: { roles: [viewer] }\n')),
    code: 'duplicate-declaration',
    message: /declared twice.*::: access\/acme\.yaml:7:3/s,
    place: 'access/more.yaml:7:3',
    wayOut: /one person/,
  },
  {
    name: 'a date that is none',
    made: WITH('members:\n  ana@acme.example: { roles: [{ role: admin, until: 2027-02-30 }] }\n'),
    code: 'invalid-date',
    message: /2027-02-30/,
    place: 'access/acme.yaml:7:53',
    wayOut: /2027-01-31/,
  },
  {
    name: 'an e-mail address with control characters, shown harmless',
    made: WITH('members:\n  "ana\\e[31m\\a@acme.example":\n'),
    code: 'invalid-member-key',
    message: /ana\\u\{1b\}\[31m\\u\{7\}@acme\.example/,
    place: 'access/acme.yaml:7:3',
    wayOut: /control/,
  },
  {
    name: 'a file that is not UTF-8',
    made: withFile('access/latin.yaml', Buffer.from('apiVersion: bylaw/v1\nname: caf\xe9\n', 'latin1')),
    code: 'file-not-utf8',
    message: /UTF-8/,
    place: 'access/latin.yaml:2:10',
    wayOut: /UTF-8/,
  },
  {
    name: 'an alias bomb',
    made: WITH(aliasBomb()),
    code: 'yaml-alias-limit',
    message: /alias/i,
    place: 'access/acme.yaml:',
    wayOut: /alias/,
  },
  {
    name: 'an organization that no document declares',
    made: () => lumoauthExample(),
    words: ['acmee'],
    code: 'unknown-organization',
    message: /acmee/,
    place: null,
    wayOut: /Did you mean acme\?/,
  },
  {
    name: 'a workspace file that is not there',
    made: () => lumoauthExample(),
    words: ['--workspace', 'elsewhere/bylaw.yaml'],
    code: 'file-unreadable',
    message: /elsewhere\/bylaw\.yaml/,
    place: null,
    wayOut: /--workspace/,
  },
  {
    name: 'a files pattern that matches nothing',
    made: () => {
      const made = organization('');
      made.remove('access');
      return made;
    },
    code: 'no-documents',
    message: /access\/\*\.yaml/,
    place: 'bylaw.yaml:3:9',
    wayOut: /./,
  },
];

function errorsIn(text: string): number {
  return [...text.matchAll(/^error\[/gm)].length;
}

async function expectRefused(stage: Stage, text: string): Promise<void> {
  expect(text).toMatch(/^1 error$/m);
  expect(errorsIn(text)).toBe(1);
  expect(stage.platform.requests()).toEqual([]);
}

describe('documents with a fault end in one diagnostic with its place and a way out, and no request', () => {
  it.each(FAULTS)('$name', async ({ made, words = [], code, message, place, wayOut }) => {
    const stage = await stageOf(made());
    const applied = await stage.run('apply', '--engine', 'embedded', ...words);
    expect(applied).toMatchObject({ status: 1, out: '' });
    expect(applied.err).toMatch(message);
    expect(applied.err).toContain(`error[${code}]: `);
    if (place === null) expect(applied.err).not.toContain('  --> ');
    else expect(applied.err).toContain(`  --> ${place}`);
    expect(/ {2}= help: .*/.exec(applied.err)?.[0] ?? 'no way out').toMatch(wayOut);
    await expectRefused(stage, applied.err);
  });

  it('all faults of all files are told in one run, in the order of the files', async () => {
    const made = organization('members:\n  ana@acme.example: { rolls: [admin] }\n  bo: {}\n');
    made.write('access/b.yaml', document('groups:\n  qa: { members: 7 }\n'));
    made.write('access/c.yaml', 'apiVersion: bylaw/v1\nkind: Organisation\nname: acme\n');
    made.write('access/d.yaml', 'a: [\n');
    const stage = await stageOf(made);
    const applied = await stage.run('apply');
    expect(applied.status).toBe(1);
    const found = [...applied.err.matchAll(/^error\[([a-z0-9-]+)\].*\n {2}--> (\S+)$/gm)].map(
      ([, code, place]) => `${place} ${code}`,
    );
    expect(found).toEqual([
      'access/acme.yaml:7:23 unknown-key',
      'access/acme.yaml:8:3 invalid-member-key',
      'access/b.yaml:7:18 invalid-value',
      'access/c.yaml:2:7 unknown-kind',
      expect.stringMatching(/^access\/d\.yaml:\d+:\d+ yaml-syntax$/),
    ]);
    expect(applied.err).toMatch(/^5 errors$/m);
    expect(stage.platform.requests()).toEqual([]);
  });
});

describe('a command line with a fault', () => {
  it.each([
    [['aply'], /^error\[usage\]: There is no command "aply".*did you mean.*apply/is],
    [['apply', '--engin', 'embedded'], /^error\[usage\]: Unknown option --engin.*did you mean.*--engine/is],
    [['plan', '--engine', 'teraform'], /^error\[usage\]: There is no engine "teraform".*terraform/is],
    [['plan', '--at', 'tomorrow'], /^error\[invalid-date\]: --at tomorrow.*2027-01-31/is],
    [['plan', '--at', '2027-02-31'], /^error\[invalid-date\]: --at 2027-02-31.*2027-01-31/is],
    [
      ['access', 'wo', 'documents:read', 'acme'],
      /^error\[usage\]: There is no question "wo".*Did you mean who/is,
    ],
    [['access', 'why', 'ada@acme.example'], /^error\[usage\]: .*MEMBER PERMISSION SCOPE/is],
  ])('%s is told what it may have meant', async (words, said) => {
    const stage = await stageOf(lumoauthExample());
    const ran = await stage.run(...words);
    expect(ran).toMatchObject({ status: 1, out: '' });
    expect(ran.err).toMatch(said);
    expect(errorsIn(ran.err)).toBe(1);
    expect(stage.platform.requests()).toEqual([]);
  });
});

describe('texts that a template language would evaluate', () => {
  const TITLES = ['${path.module}', '%{ if true }yes%{ endif }', '$${path.module} 100%%{x}', '${', '%{'];

  itOnBothEngines('reach the platform as they are written', async (engine) => {
    const groups = TITLES.map((title, n) => `  g${n}: { title: ${JSON.stringify(title)}, members: [] }`);
    const made = organization(
      `roles:\n  odd: { title: "\${upper(\\"x\\")}", description: "%{ for x in [1] }\${x}%{ endfor }", permissions: [users:read] }\ngroups:\n${groups.join('\n')}\n`,
    );
    const stage = await stageOf(made);
    expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
    const live = await everything(stage);
    const named = live.groups.map((text) => JSON.parse(text)).sort((a, b) => (a.slug < b.slug ? -1 : 1));
    expect(named.map(({ name }) => name)).toEqual(TITLES);
    const odd = live.roles.map((text) => JSON.parse(text)).find(({ slug }) => slug === 'odd');
    expect(odd).toMatchObject({
      name: '${upper("x")}',
      description: '%{ for x in [1] }${x}%{ endfor }',
    });
    expect((await stage.run('plan', ...engine.words)).status).toBe(0);
    expect(writesSeen(stage).length).toBe(TITLES.length + 1);
  });
});
