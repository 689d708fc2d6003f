import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AccessStack } from '../../src/cdktf/index.ts';
import { expectGolden } from '../golden.ts';
import { inOneForm, newApp } from './stacks.ts';

it('the stacks of an example, as they are written', () => {
  const app = newApp();
  for (const organization of ['acme', 'lendwell'])
    AccessStack.fromFiles(app, organization, { workspace: 'examples/cdktf', organization, at: '2027-03-01' });
  app.synth();
  for (const name of ['acme', 'lendwell']) {
    const text = readFileSync(join(app.outdir, 'stacks', name, 'cdk.tf.json'), 'utf8');
    const stack = inOneForm(text).replace(/"path": ".*\/terraform\./, '"path": "…/terraform.');
    expectGolden(`test/cdktf/golden/${name}.tf.json`, stack);
    // Written in pieces it is what the stack makes of itself, and nothing else is left.
    const made = app.node.findChild(name);
    if (!(made instanceof AccessStack)) throw new Error('no stack');
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(made.toTerraform())));
    expect(readdirSync(join(app.outdir, 'stacks', name))).toEqual(['cdk.tf.json']);
  }
});
