import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pruneStateDirectory } from '../../src/command/apply/prune-state-directory.ts';
import { openStateFile } from '../../src/state/state-file.ts';
import { loadWorkspace, type Workspace } from '../../src/workspace/workspace.ts';
import { must } from '../connector/connections.ts';
import { shown } from '../source/shown.ts';
import { damagedStates, stateText } from '../state/backend/states.ts';
import { document, workspaceOf } from './workspaces.ts';

const WORKSPACE = '../bylaw.yaml';

interface Kept {
  readonly directory: string;
  readonly file: string;
}

function kept(text: string | null): Kept {
  const directory = join(workspaceOf({}).folder, '.bylaw');
  mkdirSync(directory);
  const file = join(directory, 'acme.tfstate');
  if (text !== null) writeFileSync(file, text);
  return { directory, file };
}

const storeIn = (directory: string, writes: boolean) =>
  openStateFile({ directory, stack: 'acme', workspace: WORKSPACE, writes });

describe('a state as a file', () => {
  it('is read as it was kept, and says whose it is', async () => {
    const { directory, file } = kept(null);
    const store = storeIn(directory, true);
    expect(await store.load()).toMatchObject({ ok: true, value: null });
    store.save(stateText(['acme/qa']));
    expect(await store.settle()).toEqual([]);
    const text = readFileSync(file, 'utf8');
    expect(JSON.parse(text)).toEqual({ bylaw_workspace: WORKSPACE, ...JSON.parse(stateText(['acme/qa'])) });
    expect(await store.load()).toMatchObject({ ok: true, value: text, diagnostics: [] });
    expect(readdirSync(directory)).toEqual(['acme.tfstate']);
  });

  it.each(damagedStates.filter(([, , trace]) => trace !== 'foreign'))(
    'that is %s is put aside by an apply and left alone by a plan',
    async (_, text) => {
      const { directory, file } = kept(text);
      expect(await storeIn(directory, false).load()).toMatchObject({
        ok: true,
        value: null,
        diagnostics: [],
      });
      expect(readFileSync(file, 'utf8')).toBe(text);

      const store = storeIn(directory, true);
      const loaded = await store.load();
      expect(loaded).toMatchObject({ ok: true, value: null });
      const [aside = ''] = readdirSync(directory);
      expect(aside).toMatch(/^acme\.tfstate\.damaged-\d{8}T\d{9}Z$/);
      expect(readFileSync(join(directory, aside), 'utf8')).toBe(text);
      expect(loaded.diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
      expect(loaded.diagnostics.map(shown).join()).toContain(
        `It was moved to ${join(directory, aside)}; a new one`,
      );
      store.save(stateText(['acme/qa']));
      expect(await store.settle()).toEqual([]);
      expect(readdirSync(directory).sort()).toEqual(['acme.tfstate', aside]);
    },
  );

  it.each([
    ...damagedStates
      .filter(([, , trace]) => trace === 'foreign')
      .map(([name, text]) => [name, text] as const),
    [
      'of somebody’s cloud',
      stateText([]).replace(
        '[]',
        '[{"mode":"managed","type":"aws_vpc","name":"x","provider":"provider[\\"registry.terraform.io/hashicorp/aws\\"]","instances":[]}]',
      ),
    ] as const,
  ])('that is %s is refused and left as it is', async (_, text) => {
    const { directory, file } = kept(text);
    for (const writes of [false, true]) {
      const loaded = await storeIn(directory, writes).load();
      expect(loaded.ok).toBe(false);
      expect(loaded.diagnostics.map(shown).join()).toMatch(
        /^- state-foreign: .*acme\.tfstate is not a state of Bylaw: .* Nothing was written\./,
      );
    }
    expect(readdirSync(directory)).toEqual(['acme.tfstate']);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('that is empty is none, of another organization ours, and a folder in its place told and left alone', async () => {
    expect(await storeIn(kept('').directory, true).load()).toMatchObject({
      ok: true,
      value: null,
      diagnostics: [],
    });
    const moved = stateText(['beta/qa']);
    expect(await storeIn(kept(moved).directory, true).load()).toMatchObject({ ok: true, value: moved });
    const { directory, file } = kept(null);
    mkdirSync(file);
    const store = storeIn(directory, true);
    expect(await store.load()).toMatchObject({
      ok: true,
      value: null,
      diagnostics: [{ code: 'file-unreadable', severity: 'warning' }],
    });
    store.save(stateText([]));
    expect(await store.settle()).toEqual([]);
    expect(statSync(file).isDirectory()).toBe(true);
  });
});

const BYLAW = (names: readonly string[]) =>
  `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["*.yaml"]\norganizations:\n${names.map((name) => `  ${name}: { connector: access-api, url: "http://127.0.0.1:1/${name}" }\n`).join('')}`;

function workspaceAt(files: Readonly<Record<string, string>>): { workspace: Workspace; directory: string } {
  const made = workspaceOf({
    'bylaw.yaml': BYLAW(['acme', 'beta']),
    'acme.yaml': document('members: {}\n'),
    'beta.yaml': document('members: {}\n').replace('name: acme', 'name: beta'),
  });
  for (const [file, text] of Object.entries(files)) made.write(`.bylaw/${file}`, text);
  const workspace = must(loadWorkspace(made.folder, '2026-11-23T00:00:00Z'));
  return { workspace, directory: join(made.folder, '.bylaw') };
}

const marked = (ids: readonly string[], workspace = WORKSPACE): string =>
  stateText(ids).replace('{', `{"bylaw_workspace":${JSON.stringify(workspace)},`);

describe('what is left of stacks that are no more', () => {
  it.each<[string, string, string, boolean]>([
    ['the state of the stack there is', '_stack.tfstate', marked(['acme/qa']), false],
    ['the state of an organization that runs with others now', 'acme.tfstate', marked(['acme/qa']), false],
    ['a stack divided otherwise now', '_stack-01.tfstate', marked(['acme/qa', 'beta/qa']), true],
    ['the same of an older version', '_stack-01.tfstate', stateText(['acme/qa', 'beta|x']), true],
    ['an organization that is no more', 'gone.tfstate', marked(['gone/qa']), true],
    ['a state with nothing in it', 'gone.tfstate', marked([]), true],
    ['an organization that may be another workspace’s', 'gone.tfstate', stateText(['gone/qa']), false],
    ['a state of another workspace', 'gone.tfstate', marked(['acme/qa'], '../other.yaml'), false],
    ['an empty state of nobody', 'gone.tfstate', stateText([]), false],
    ['what is damaged', 'gone.tfstate', marked(['gone/qa']).slice(0, -9), false],
    ['what was put aside', 'gone.tfstate.damaged-20261123T000000000Z', '{', false],
    [
      'a state with an output',
      'gone.tfstate',
      marked(['gone/qa']).replace('"outputs":{}', '"outputs":{"a":{"value":1}}'),
      false,
    ],
    ['a name nobody can have', 'Gone (copy).tfstate', marked(['gone/qa']), false],
    ['a file of somebody else', 'notes.txt', 'mine', false],
  ])('%s', (_, file, text, removed) => {
    const { workspace, directory } = workspaceAt({ [file]: text });
    pruneStateDirectory(workspace);
    expect(readdirSync(directory)).toEqual(removed ? [] : [file]);
  });

  it('stays while somebody holds it, as does a lock that is held; a dead lock of nobody goes', () => {
    const live = `${process.pid}\n\nlive\n`;
    const dead = `${2 ** 30}\n\ndead\n`;
    const { workspace, directory } = workspaceAt({
      'gone.tfstate': marked(['gone/qa', 'acme/qa']),
      'acme.lock': live,
      '_stack-1.tfstate': marked(['gone/qa']),
      'lost.lock': dead,
      'beta.lock': dead,
      'held.lock': live,
      'strange.lock': 'what is this',
    });
    pruneStateDirectory(workspace);
    expect(readdirSync(directory).sort()).toEqual([
      'acme.lock',
      'beta.lock',
      'gone.tfstate',
      'held.lock',
      'strange.lock',
    ]);
  });

  it('is nothing where there is no directory', () => {
    const { workspace } = workspaceAt({});
    expect(() => pruneStateDirectory(workspace)).not.toThrow();
  });
});
