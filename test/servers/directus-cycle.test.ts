/** Directus, from the example on: planned, applied by every engine, changed outside, healed, taken over, and taken down. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { ENGINES, run } from '../command/bylaw.ts';
import { DirectusServer, PUBLIC } from './directus-server.ts';
import { importedWhole } from './imported-whole.ts';
import { itWithServer, variable } from './with-server.ts';

const HUGO = 'hugo@example.com';

/** The example, with the server in place of its url. */
function exampleAt(url: string, token: string) {
  const cwd = mkdtempSync(join(tmpdir(), 'bylaw-directus-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  cpSync('examples/directus', cwd, { recursive: true });
  const edit = (file: string, ...changes: readonly (readonly [was: string, now: string])[]): void => {
    let text = readFileSync(join(cwd, file), 'utf8');
    for (const [was, now] of changes) {
      expect(text).toContain(was);
      text = text.replace(was, now);
    }
    writeFileSync(join(cwd, file), text);
  };
  edit('bylaw.yaml', ['http://127.0.0.1:8055', url]);
  const bylaw = async (...words: readonly string[]) => {
    const { status, out, err } = await run(words, { cwd, env: { ...process.env, DIRECTUS_TOKEN: token } });
    expect([words, err]).toEqual([words, '']);
    return { status: Number(status), out };
  };
  return {
    edit: (...changes: readonly (readonly [string, string])[]) => edit('access/shop.yaml', ...changes),
    bylaw,
  };
}

itWithServer(
  'directus',
  'the example is planned, applied by every engine, changed outside, healed, taken over and taken down',
  async (variables) => {
    const url = variable(variables, 'DIRECTUS_URL');
    const token = variable(variables, 'DIRECTUS_TOKEN');
    const server = new DirectusServer(url, token);
    await server.makeCollection('articles');
    for (const { words } of ENGINES) {
      await server.clear();
      await server.call('PATCH', `/policies/${PUBLIC}`, { permissions: [] });
      await server.emptied();
      const { edit, bylaw } = exampleAt(url, token);
      const applied = async (): Promise<string> => {
        const planned = await bylaw('plan', ...words);
        expect(planned).toMatchObject({ status: 2, out: expect.stringContaining('to come') });
        const { status, out } = await bylaw('apply', '--yes', ...words);
        if (status !== 0) console.log(out);
        expect(status).toBe(0);
        expect(await bylaw('plan', ...words)).toMatchObject({ status: 0 });
        expect(await bylaw('drift')).toMatchObject({ status: 0 });
        return planned.out;
      };

      await applied();
      expect(await server.person(HUGO)).toEqual({ status: 'active', role: 'writers' });
      expect(await server.policy('publishing')).toEqual(['create articles', 'update articles']);
      expect(await server.role('writers')).toEqual({ parent: 'readers', policies: ['publishing'] });

      // Somebody gives and takes by hand: each is drift, and is as written again after an apply.
      const [hugo, reading] = [await server.idOf('users', HUGO), await server.idOf('policies', 'reading')];
      await server.call('PATCH', `/users/${hugo}`, {
        role: null,
        policies: [{ policy: reading }],
      });
      const more = { action: 'delete', collection: 'articles', fields: ['*'] };
      await server.call('POST', '/permissions', {
        ...more,
        policy: await server.idOf('policies', 'publishing'),
      });
      await server.call('PATCH', `/policies/${reading}`, { app_access: true });
      await server.call('PATCH', `/roles/${await server.idOf('roles', 'writers')}`, { parent: null });
      const drifted = await bylaw('drift');
      expect(drifted).toMatchObject({ status: 2, out: expect.stringContaining('nobody is named') });
      for (const told of ['items:delete!articles', 'app:use', HUGO]) expect(drifted.out).toContain(told);
      await applied();
      expect(await server.person(HUGO)).toEqual({ status: 'active', role: 'writers' });
      expect(await server.policy('publishing')).toEqual(['create articles', 'update articles']);
      expect(await server.policy('reading')).toEqual(['read articles']);
      expect(await server.role('writers')).toEqual({ parent: 'readers', policies: ['publishing'] });

      // A move is one write, and says what it takes away; what is called otherwise stays the same thing.
      edit(
        ['  hugo@example.com:\n', '  hugo@example.com: { state: deactivated, roles: [publishing] }\n'],
        ['  publishing: {', '  publishing: { title: Publishing, description: What is printed,'],
        [
          '  reading: { permissions: ["items:read!articles"] }',
          '  reading: { permissions: ["app:use", "items:share!articles"] }',
        ],
        ['members: [hugo@example.com] }', '}'],
        ['groups: [writers] }', 'groups: [writers], description: They read, members: [hugo@example.com] }'],
      );
      expect(await applied()).toContain('hugo@example.com is put into group readers instead');
      expect(await server.person(HUGO)).toEqual({ status: 'suspended', role: 'readers' });
      expect(await server.policy('Publishing')).toEqual(['create articles', 'update articles']);
      expect(await server.policy('reading')).toEqual(['app', 'share articles']);

      edit(['{ state: deactivated, roles: [publishing] }', '{ state: active, roles: [publishing] }']);
      await applied();

      // Taken over by another workspace, which takes a role down: whoever is in it is out of it before, or Directus
      // suspends them. Who is in no role has what the public has, and a document that says so is as it is.
      const taken = await importedWhole('directus', 'shop', url, { DIRECTUS_TOKEN: token });
      taken.edit(
        '  readers:\n    description: They read\n    groups: [writers]\n    members: [hugo@example.com]\n    roles: [reading]\n',
        '',
      );
      await taken.bylaw('apply', '--yes', ...words);
      expect(await server.person(HUGO)).toEqual({ status: 'active', role: null });
      expect(await server.role('readers')).toBeNull();
      expect(await server.role('writers')).toEqual({ parent: null, policies: ['Publishing'] });
      const left = await taken.bylaw('plan', ...words);
      expect(left.out).toContain('Who is in no other group has what the public has.');
      taken.edit('  public: {', '  public: { members: [hugo@example.com],');
      expect(await taken.bylaw('plan', ...words)).toMatchObject({ status: 0 });
    }
  },
);
