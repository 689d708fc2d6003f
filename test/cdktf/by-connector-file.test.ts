/** Stacks of organizations that are reached by a connector file, and constructs that name one, by the real terraform. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalBackend, TerraformStack } from 'cdktf';
import { expect, it, onTestFinished } from 'vitest';
import { AccessStack, BylawAssignment, BylawGroup, BylawProvider } from '../../src/cdktf/index.ts';
import { WRITABLE, writablePlatform } from '../connector/described/writable-platform.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { stage, TOKEN } from '../terraform/standalone/stage.ts';
import { faultOf, newApp, synthesized, workspaceWith } from './stacks.ts';

const workspaceOf = (url: string, connector = WRITABLE, documents = DOCUMENTS): string =>
  workspaceWith(documents, {
    'bylaw.yaml': `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\nconnectors: [connectors/orchard.yaml]\norganizations:\n  acme: { connector: writable, url: "${url}", page-size: 50 }\n`,
    'connectors/orchard.yaml': connector,
  });

const DOCUMENTS = `authority: declared
members: { ana@acme.com: , di@acme.com: }
groups: { docs: { members: [ana@acme.com, di@acme.com], roles: [editor] } }
`;

it('the file comes along with the stack, and two stacks of one organization are still found', () => {
  const workspace = workspaceOf('http://127.0.0.1:1');
  const app = newApp();
  AccessStack.fromFiles(app, 'access', { workspace });
  app.synth();
  const folder = join(app.outdir, 'stacks/access');
  const made = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
  const [{ connector, ...block }] = made.provider.bylaw;
  expect(connector).toMatch(/^assets\/.*\/orchard\.yaml$/);
  expect(readFileSync(join(folder, connector), 'utf8')).toBe(WRITABLE);
  expect(block).toEqual({
    url: 'http://127.0.0.1:1',
    organization: 'acme',
    platform: 'lumoauth',
    settings: '{"page-size":50}',
  });
  const twice = newApp();
  AccessStack.fromFiles(twice, 'one', { workspace });
  AccessStack.fromFiles(twice, 'two', { workspace });
  expect(faultOf(() => twice.synth())).toContain(
    'one/acme manages acme in the same place: remove one of the two.',
  );
});

it('what is wrong with the file makes no stack, and is told at its line', () => {
  const workspace = workspaceOf('http://127.0.0.1:1', WRITABLE.replace('whole: unpaged', 'hole: unpaged'));
  const fault = faultOf(() => synthesized(AccessStack.fromFiles(newApp(), 'access', { workspace })));
  expect(fault).toMatch(/orchard\.yaml:9:3: error\[missing-key\]/);
  expect(fault).toMatch(/orchard\.yaml:9:58: error\[unknown-key\]/);
});

itWithTerraform(
  'documents and constructs are applied through the file, each plan after it is empty, and what it does not describe is refused by the plan',
  async () => {
    const platform = await writablePlatform();
    const url = String(platform.connection.settings.url);
    const world = await stage();
    onTestFinished(() => world.close());
    world.environment.BYLAW_TOKEN = TOKEN;
    const app = newApp();
    const state = (name: string) => ({ path: join(world.folder, `${name}.tfstate`) });
    AccessStack.fromFiles(app, 'documents', {
      workspace: workspaceOf(url),
      backend: (stack) => new LocalBackend(stack, state('documents')),
    });
    world.write('orchard.yaml', WRITABLE);
    const byHand = new TerraformStack(app, 'by-hand');
    new LocalBackend(byHand, state('by-hand'));
    new BylawProvider(byHand, 'bylaw', {
      connector: join(world.folder, 'orchard.yaml'),
      url,
      organization: 'acme',
      platform: 'lumoauth',
    });
    const press = new BylawGroup(byHand, 'press', { name: 'press', members: { 'bo@acme.com': '' } });
    new BylawAssignment(byHand, 'given', {
      scope: 'acme',
      principal: `group:${press.id}`,
      roles: ['viewer'],
    });
    app.synth();
    const inStack = (name: string) => `-chdir=${join(app.outdir, 'stacks', name)}`;
    for (const name of ['documents', 'by-hand']) {
      await world.succeed(inStack(name), 'init', '-no-color');
      await world.succeed(inStack(name), 'apply', '-no-color', '-auto-approve');
      await world.succeed(inStack(name), 'plan', '-no-color', '-detailed-exitcode');
      expect(readFileSync(state(name).path, 'utf8')).not.toContain(TOKEN);
    }
    const { groups, grants, users } = platform.rows;
    const di = users.find(({ email }) => email === 'di@acme.com')?.id;
    const held = groups.map(({ id, name, users: people }) => [
      name,
      people,
      grants.filter(({ holder }) => String(holder) === String(id)).map(({ role }) => role),
    ]);
    expect(held.slice(2)).toEqual([
      ['docs', expect.arrayContaining([1, di]), ['editor']],
      ['press', [2], ['viewer']],
    ]);

    const written = platform.written.length;
    const titled = newApp();
    AccessStack.fromFiles(titled, 'documents', {
      workspace: workspaceOf(url, WRITABLE, DOCUMENTS.replace('docs: {', 'docs: { title: Documents,')),
      backend: (stack) => new LocalBackend(stack, state('documents')),
    });
    titled.synth();
    const chdir = `-chdir=${join(titled.outdir, 'stacks/documents')}`;
    await world.succeed(chdir, 'init', '-no-color');
    const refused = await world.run(chdir, 'plan', '-no-color');
    expect(refused.status).toBe(1);
    expect(refused.output.replace(/\s+/g, ' ')).toContain(
      'The connector file writable describes no update-group.',
    );
    expect(platform.written.length).toBe(written);
  },
);
