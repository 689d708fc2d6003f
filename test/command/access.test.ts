import { describe, expect, it } from 'vitest';
import { writesSeen } from './live.ts';
import { lumoauthExample, stageOf } from './workspaces.ts';

describe('who, what and why', () => {
  it('are answered the same from the documents and, after an apply, from the platform', async () => {
    const stage = await stageOf(lumoauthExample());
    expect((await stage.run('apply', '--engine', 'embedded')).status).toBe(0);
    const writes = writesSeen(stage).length;
    const questions = [
      ['who', 'documents:write', 'acme'],
      ['what', 'kim@acme.example'],
      ['why', 'dan@acme.example', 'applications:manage', 'acme'],
      ['why', 'lena@acme.example', 'documents:write', 'acme'],
    ] as const;
    await Promise.all(
      questions.map(async (question) => {
        const [desired, live] = await Promise.all([
          stage.plainly.run('access', ...question, '--json'),
          stage.run('access', ...question, '--live', '--json'),
        ]);
        expect([desired.status, live.status, live.err]).toEqual([0, 0, '']);
        expect(answersIn(live.out)).toEqual(answersIn(desired.out));
      }),
    );
    expect(writesSeen(stage).length).toBe(writes);
  });

  it('who names everybody who may, with the shortest way', async () => {
    const { status, out } = await lumoauthExample().run('access', 'who', 'applications:manage', 'acme');
    expect(status).toBe(0);
    expect(out).toMatch(/^applications:manage on acme \(as written\): 4 people$/m);
    for (const name of ['ada', 'ben', 'dan', 'emil']) expect(out).toContain(`${name}@acme.example`);
    expect(out).not.toContain('chloe');
  });

  it('why shows every link of the chain with its line', async () => {
    const { status, out } = await lumoauthExample().run(
      ...['access', 'why', 'Gita@ACME.example', 'documents:write', 'acme'],
    );
    expect(status).toBe(0);
    expect(out).toMatch(/^yes \(as written\): gita@acme\.example has documents:write on acme, 1 way$/m);
    const places = [...out.matchAll(/access\/groups\.yaml:(\d+):(\d+)/g)].map(([place]) => place);
    expect(places).toEqual([
      'access/groups.yaml:25:9',
      'access/groups.yaml:20:14',
      'access/groups.yaml:11:24',
      'access/groups.yaml:13:13',
    ]);
  });

  it('a no is an answer: it says what is missing, with status 0', async () => {
    const workspace = lumoauthExample();
    const ask = (...words: readonly string[]) => workspace.run('access', 'why', ...words);
    const [role, nobody] = await Promise.all([
      ask('lena@acme.example', 'documents:delete', 'acme'),
      ask('lenna@acme.example', 'documents:delete', 'acme'),
    ]);
    expect(role).toMatchObject({ status: 0, err: '' });
    expect(role.out).toMatch(/^no .*lena@acme\.example holds .*auditor.*On acme it comes with .*admin/m);
    expect(nobody).toMatchObject({ status: 0, err: '' });
    expect(nobody.out).toMatch(/^no .*not a member of acme\. Did you mean .*lena@acme\.example/m);
  });

  it.each([
    ['until: 2026-01-31', 'that is over'],
    ['from: 2098-01-31', 'that has not begun'],
  ])('somebody who is written with %s is no stranger: the line is named', async (window, said) => {
    const workspace = lumoauthExample();
    const people = workspace.read('access/people.yaml');
    const line = 'lena@acme.example: { roles: [auditor] }';
    workspace.write('access/people.yaml', people.replace(line, line.replace(' }', `, ${window} }`)));
    const { out } = await workspace.run('access', 'why', 'lena@acme.example', 'documents:delete', 'acme');
    expect(out).toMatch(
      new RegExp(
        `^no .*lena@acme\\.example is not a member of acme now: ${said} \\(access/people\\.yaml:24:`,
        'm',
      ),
    );
    expect(out).not.toContain('Did you mean');
  });

  it.each([
    [['why', 'ada@acme.example', 'documents:wriet', 'acme'], 'unknown-permission', 'documents:write'],
    [['who', 'documents:read', 'acm'], 'unknown-organization', 'acme'],
    [['who', 'documents:read', 'acme/unit/x'], 'unknown-scope', 'acme'],
  ])('%s is a mistake and no answer: status 1 and a suggestion', async (words, code, suggestion) => {
    const { status, out, err } = await lumoauthExample().run('access', ...words);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain(`error[${code}]`);
    expect(err).toContain(`Did you mean ${suggestion}?`);
  });

  it('a pattern is answered with the permissions it stands for', async () => {
    const { status, err } = await lumoauthExample().run('access', 'who', 'documents:*', 'acme');
    expect(status).toBe(1);
    expect(err).toContain('Ask for one of documents:read, documents:write, documents:delete.');
  });
});

/** Without the ways: nesting is written and, on this platform, not live. */
function answersIn(json: string): unknown {
  // Edits are proposed for documents alone.
  const ways = ['because', 'paths', 'bundles', 'source', 'origin', 'path', 'edits'];
  return JSON.parse(json, (key, value) => (ways.includes(key) ? undefined : value));
}
