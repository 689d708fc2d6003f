/** How much a command says: nothing where all is well, or each step. */
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/command/command-table.ts';
import { optionsOf } from '../../src/command/format-option.ts';
import { EMBEDDED } from './bylaw.ts';
import { organization, stageOf, TOKEN } from './workspaces.ts';

const PEOPLE = `members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example: { roles: [admin] }
`;

describe('--quiet', () => {
  it('says nothing of what is well, in text and in JSON', async () => {
    const workspace = organization(PEOPLE);
    for (const words of [[], ['--json'], ['--markdown']])
      expect(await workspace.run('check', '--quiet', ...words)).toMatchObject({
        status: 0,
        out: '',
        err: '',
      });
  });

  it('says of drift, of changes and of errors what is said without it', async () => {
    const stage = await stageOf(organization(PEOPLE));
    const loud = await stage.run('plan', ...EMBEDDED.words);
    expect(loud.status).toBe(2);
    expect(await stage.run('plan', '--quiet', ...EMBEDDED.words)).toEqual(loud);
    expect(await stage.run('apply', '--quiet', '--yes', ...EMBEDDED.words)).toMatchObject({
      status: 0,
      out: '',
      err: '',
    });
    expect(await stage.run('drift', '--quiet')).toMatchObject({ status: 0, out: '', err: '' });
    stage.write('access/acme.yaml', stage.read('access/acme.yaml').replace('[admin]', '[nobody]'));
    const broken = await stage.run('check');
    expect(broken.status).toBe(1);
    expect(await stage.run('check', '--quiet')).toEqual(broken);
  });
});

describe('--verbose', () => {
  it('says each request with the seconds since the start, no secret, and the same result', async () => {
    const stage = await stageOf(organization(PEOPLE));
    const { status, out, err } = await stage.run('plan', '--verbose', ...EMBEDDED.words);
    expect({ status, out }).toEqual({ status: 2, out: (await stage.run('plan', ...EMBEDDED.words)).out });
    expect(err).toMatch(/^\+\d+\.\d s {2}\d+ requests: GET \S+$/m);
    expect(`${out}${err}`).not.toContain(TOKEN);
  });
});

it('both at once are a mistake, and every command knows each', async () => {
  const { status, err } = await organization(PEOPLE).run('check', '--quiet', '--verbose');
  expect(status).toBe(1);
  expect(err).toContain('error[usage]: --quiet and --verbose are opposites.');
  for (const { load } of Object.values(COMMANDS))
    expect(optionsOf(await load())).toEqual(expect.arrayContaining(['quiet', 'verbose']));
});
