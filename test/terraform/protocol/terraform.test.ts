import { describe, expect } from 'vitest';
import { itWithTerraform as it } from '../available.ts';
import { group } from './toy.ts';
import { actions, escaped, workspace } from './workspace.ts';

const one = (attributes: object) => ({ resource: { toy_group: { a: { name: 'alpha', ...attributes } } } });

describe('terraform drives a reattached provider', () => {
  it('needs no download, applies, and then plans nothing', async () => {
    const { configure, run, plan, apply, toy } = await workspace();
    await configure(
      one({
        title: 'Alpha',
        members: { 'ann@example.org': 'admin', 'bob@example.org': '' },
        tags: ['x', 'y'],
        path: ['p', 'q', 'p'],
        size: 3,
        open: true,
      }),
    );
    const init = await run('init', '-no-color');
    expect(init.output).toContain('successfully initialized');
    const first = await plan();
    expect(actions(first)).toEqual({ 'toy_group.a': ['create'] });
    expect(first.resource_changes?.[0]?.change.after).toMatchObject({ id: 'group:alpha', size: 3 });
    expect(first.resource_changes?.[0]?.change.after_unknown).toMatchObject({ note: true, revision: true });
    await apply();
    expect(toy.main.get('alpha')).toEqual({
      title: 'Alpha',
      members: { 'ann@example.org': 'admin', 'bob@example.org': '' },
      tags: ['x', 'y'],
      path: ['p', 'q', 'p'],
      size: 3,
      open: true,
      note: 'noted alpha',
      revision: 1,
    });
    const again = await run('plan', '-no-color', '-detailed-exitcode');
    expect(again.output).toContain('No changes.');
    expect(again.code).toBe(0);
  });

  it('updates in place, replaces, and deletes', async () => {
    const { configure, plan, apply, toy } = await workspace();
    await configure(one({ members: { ann: 'x', bob: 'y' } }));
    await apply();
    await configure(one({ members: { ann: 'x', cid: 'z' } }));
    const update = await plan();
    expect(actions(update)).toEqual({ 'toy_group.a': ['update'] });
    expect(update.resource_changes?.[0]?.change.after).toMatchObject({ note: 'noted alpha' });
    await apply();
    expect(toy.main.get('alpha')).toMatchObject({ members: { ann: 'x', cid: 'z' }, revision: 2 });

    await configure(one({ name: 'beta' }));
    const replace = await plan();
    expect(actions(replace)).toEqual({ 'toy_group.a': ['delete', 'create'] });
    expect(replace.resource_changes?.[0]?.change.replace_paths).toEqual([['name']]);
    await apply();
    expect([...toy.main.keys()]).toEqual(['beta']);

    await configure({});
    expect(actions(await plan())).toEqual({ 'toy_group.a': ['delete'] });
    await apply();
    expect(toy.main.size).toBe(0);
  });

  it('keeps null and empty apart', async () => {
    const { configure, plan, apply, toy } = await workspace();
    await configure(one({ members: {}, tags: [], title: '' }));
    await apply();
    expect(toy.main.get('alpha')).toMatchObject({ members: {}, tags: [], title: '' });
    expect(actions(await plan())).toEqual({});
    await configure(one({}));
    expect(actions(await plan())).toEqual({ 'toy_group.a': ['update'] });
    await apply();
    expect(toy.main.get('alpha')).toMatchObject({ members: null, tags: null, title: null });
    expect(actions(await plan())).toEqual({});
  });

  it('imports, as it is or with a change', async () => {
    const { configure, plan, apply, toy, run } = await workspace();
    toy.main.set('alpha', group({ title: 'Old', note: 'n' }));
    toy.main.set('beta', group({ title: 'Same' }));
    await configure({
      import: [
        { to: 'toy_group.a', id: 'alpha' },
        { to: 'toy_group.b', id: 'beta' },
      ],
      resource: { toy_group: { a: { name: 'alpha', title: 'New' }, b: { name: 'beta', title: 'Same' } } },
    });
    const imported = await plan();
    expect(
      imported.resource_changes?.map(({ address, change }) => [address, change.actions, change.importing]),
    ).toEqual([
      ['toy_group.a', ['update'], { id: 'alpha' }],
      ['toy_group.b', ['no-op'], { id: 'beta' }],
    ]);
    await apply();
    expect(toy.main.get('alpha')).toMatchObject({ title: 'New', note: 'n' });
    expect(actions(await plan())).toEqual({});

    await configure({
      import: [{ to: 'toy_group.c', id: 'nowhere' }],
      resource: { toy_group: { c: { name: 'nowhere' } } },
    });
    const missing = await run('plan', '-no-color');
    expect(missing.code).toBe(1);
    expect(missing.output).toContain('There is no toy_group "nowhere".');
  });

  it('sees drift, and what has gone', async () => {
    const { configure, plan, apply, toy } = await workspace();
    await configure(one({ title: 'Alpha' }));
    await apply();
    toy.main.set('alpha', group({ title: 'Changed', note: 'noted alpha' }));
    const drift = await plan();
    expect(drift.resource_drift?.[0]?.change).toMatchObject({ after: { title: 'Changed' } });
    expect(drift.resource_changes?.[0]?.change).toMatchObject({
      actions: ['update'],
      before: { title: 'Changed' },
      after: { title: 'Alpha' },
    });
    toy.main.clear();
    expect(actions(await plan())).toEqual({ 'toy_group.a': ['create'] });
  });

  it('does not taint a row whose create failed', async () => {
    const { configure, plan, run, toy } = await workspace();
    await configure(one({ title: 'fail' }));
    const failed = await run('apply', '-no-color', '-auto-approve');
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('Create failed');
    await configure(one({ title: 'fine' }));
    const next = await plan();
    expect(actions(next)).toEqual({ 'toy_group.a': ['create'] });
    expect(toy.main.size).toBe(0);
  });

  it('keeps what a failing update achieved', async () => {
    const { configure, plan, apply, run, toy } = await workspace();
    await configure(one({ members: { ann: 'x' } }));
    await apply();
    await configure(one({ members: { ann: 'y', bob: 'refused', cid: 'z' } }));
    const failed = await run('apply', '-no-color', '-auto-approve');
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('bob is not taken');
    expect(toy.main.get('alpha')?.members).toEqual({ ann: 'y', cid: 'z' });
    const next = await plan('-refresh=false');
    expect(next.resource_changes?.[0]?.change).toMatchObject({
      actions: ['update'],
      before: { members: { ann: 'y', cid: 'z' } },
      after: { members: { ann: 'y', bob: 'refused', cid: 'z' } },
    });
  });

  it('keeps a row whose delete or update failed', async () => {
    const { configure, plan, apply, run } = await workspace();
    await configure(one({ title: 'keep' }));
    await apply();
    await configure(one({ title: 'throw' }));
    const thrown = await run('apply', '-no-color', '-auto-approve');
    expect(thrown.output).toContain('A bug in bylaw: ApplyResourceChange of toy_group failed');
    expect(thrown.output).toContain('the handler threw');
    await configure({});
    const failed = await run('apply', '-no-color', '-auto-approve');
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('Cannot delete');
    expect(actions(await plan('-refresh=false'))).toEqual({ 'toy_group.a': ['delete'] });
  });

  it('points a problem at its attribute', async () => {
    const { configure, run } = await workspace();
    await configure(one({ members: { 'a.b@example.org': 'invalid' } }));
    const validated = await run('validate', '-json');
    expect(JSON.parse(validated.output)).toMatchObject({
      valid: false,
      diagnostics: [
        {
          severity: 'error',
          summary: 'No such role',
          detail: '"a.b@example.org" has it.',
          snippet: { context: 'resource.toy_group.a.members' },
        },
      ],
    });
    const planned = await run('plan', '-json');
    const diagnostics = planned.output
      .split('\n')
      .filter((line) => line.includes('"type":"diagnostic"'))
      .map((line) => JSON.parse(line) as { diagnostic: object });
    expect(diagnostics).toMatchObject([
      {
        diagnostic: { summary: 'No such role', address: 'toy_group.a', range: { filename: 'main.tf.json' } },
      },
    ]);
    await configure(one({ members: { ann: 'refused' } }));
    const applied = await run('apply', '-no-color', '-auto-approve', '-json');
    expect(applied.output).toContain('"summary":"Refused"');
  });

  it('takes values known only after apply', async () => {
    const later = `\${terraform_data.source.output}`;
    const { configure, plan, apply, toy } = await workspace();
    await configure({
      resource: {
        terraform_data: { source: { input: 'later' } },
        toy_group: {
          a: {
            name: `alpha-${later}`,
            title: later,
            members: { ann: later, bob: 'x' },
            tags: [later, 'y'],
          },
        },
      },
    });
    const first = await plan();
    expect(first.resource_changes?.find(({ address }) => address === 'toy_group.a')?.change).toMatchObject({
      after: { members: { bob: 'x' } },
      after_unknown: { name: true, title: true, id: true, members: { ann: true }, tags: [false, true] },
    });
    await apply();
    expect(toy.main.get('alpha-later')).toMatchObject({
      title: 'later',
      members: { ann: 'later', bob: 'x' },
      tags: ['later', 'y'],
    });
    expect(actions(await plan())).toEqual({});
  });

  it('carries any text', async () => {
    const { configure, plan, apply, toy } = await workspace();
    const texts = [`a \${b} %{c}`, '"quoted" \\ \n\t', '🦊 family 👩‍👩‍👧', '日本語', "it's 100%"];
    await configure({
      resource: {
        toy_group: Object.fromEntries(
          texts.map((text, index) => [
            `r${index}`,
            {
              name: escaped(text),
              members: { [escaped(text)]: escaped(text) },
              tags: [escaped(text)],
            },
          ]),
        ),
      },
    });
    await apply();
    expect([...toy.main.keys()].sort()).toEqual([...texts].sort());
    for (const text of texts) {
      expect(toy.main.get(text)).toMatchObject({ members: { [text]: text }, tags: [text] });
    }
    expect(actions(await plan())).toEqual({});
  });

  it('is sent composed characters, whatever was written', async () => {
    const { configure, plan, apply, toy } = await workspace();
    await configure(one({ name: 'e\u0301quipe', members: { 'e\u0301': 'e\u0301' } }));
    await apply();
    expect([...toy.main.keys()]).toEqual(['\u00e9quipe']);
    expect(toy.main.get('\u00e9quipe')?.members).toEqual({ '\u00e9': '\u00e9' });
    toy.main.set('\u00e9quipe', group({ members: { 'e\u0301': 'e\u0301' }, note: 'noted \u00e9quipe' }));
    expect(actions(await plan())).toEqual({});
  });

  it('keeps two provider aliases apart', async () => {
    const { configure, plan, apply, toy } = await workspace('east', 'west');
    const provider = { toy: ['east', 'west'].map((system) => ({ alias: system, system, token: 'secret' })) };
    const groups = ['east', 'west'].flatMap((system) =>
      Array.from({ length: 10 }, (_, index) => [
        `${system}${index}`,
        { provider: `toy.${system}`, name: `${system}-${index}` },
      ]),
    );
    await configure({ provider, resource: { toy_group: Object.fromEntries(groups) } });
    await apply();
    const names = (system: string) => Array.from({ length: 10 }, (_, index) => `${system}-${index}`);
    expect([...(toy.systems.get('east')?.keys() ?? [])].sort()).toEqual(names('east'));
    expect([...(toy.systems.get('west')?.keys() ?? [])].sort()).toEqual(names('west'));
    expect(toy.main.size).toBe(0);
    expect(actions(await plan())).toEqual({});
  });

  it('reports a configuration that is refused', async () => {
    const { configure, run } = await workspace();
    await configure({ provider: { toy: { system: 'nowhere' } }, ...one({}) });
    const refused = await run('plan', '-no-color');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('There is no nowhere.');
    expect(refused.output).toContain('with provider["registry.terraform.io/bylaw/toy"]');
  });

  it('describes its schema', async () => {
    const { configure, run } = await workspace();
    await configure({});
    const schemas = JSON.parse((await run('providers', 'schema', '-json')).output);
    const toySchema = schemas.provider_schemas['registry.terraform.io/bylaw/toy'];
    expect(toySchema.provider.block.attributes.token).toMatchObject({ sensitive: true, optional: true });
    const { version, block } = toySchema.resource_schemas.toy_group;
    expect(version).toBe(2);
    expect(block.description).toBe('A group of the toy platform.');
    expect(block.attributes).toMatchObject({
      name: { type: 'string', required: true, description: 'Natural key.' },
      members: { type: ['map', 'string'], optional: true },
      tags: { type: ['set', 'string'] },
      path: { type: ['list', 'string'] },
      size: { type: 'number' },
      open: { type: 'bool' },
      secret: { sensitive: true },
      old: { deprecated: true },
      note: { optional: true, computed: true },
      id: { computed: true },
    });
  });

  it('upgrades the state of an older version, and drops what it no longer knows', async () => {
    const { configure, plan, write, toy } = await workspace();
    toy.main.set('alpha', group({ title: 'Alpha', note: 'n' }));
    await configure(one({ title: 'Alpha' }));
    const state = (version: number, attributes: object) =>
      JSON.stringify({
        version: 4,
        terraform_version: '1.11.4',
        serial: 1,
        lineage: 'toy',
        resources: [
          {
            mode: 'managed',
            type: 'toy_group',
            name: 'a',
            provider: 'provider["registry.terraform.io/bylaw/toy"]',
            instances: [{ schema_version: version, attributes }],
          },
        ],
      });
    const rest = { title: 'Alpha', note: 'n', id: 'group:alpha', revision: 1 };
    await write('terraform.tfstate', state(1, { group_name: 'alpha', ...rest }));
    expect(actions(await plan())).toEqual({});
    expect(toy.calls).toContain('upgrade from 1');
    toy.calls.length = 0;
    await write('terraform.tfstate', state(2, { name: 'alpha', gone: { a: 1 }, ...rest }));
    expect(actions(await plan())).toEqual({});
    expect(toy.calls).not.toContain('upgrade from 2');
  });

  it('carries a map of 5,000 entries', async () => {
    const { configure, plan, apply, toy } = await workspace();
    const members = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [`person-${index}@example.org`, `role-${index % 7}`]),
    );
    await configure(one({ members }));
    await apply();
    expect(toy.main.get('alpha')?.members).toEqual(members);
    expect(actions(await plan())).toEqual({});
  });
});
