import { describe, expect } from 'vitest';
import type { Attributes, ProviderDefinition } from '../../../src/terraform/provider/protocol/row.ts';
import { itWithTerraform as it } from '../available.ts';
import { stateText } from '../state-text.ts';
import { TOY } from './toy.ts';
import { attached } from './workspace.ts';

const ROWS = 1000;
const names = Array.from({ length: ROWS }, (_, index) => `r${index}`);

/** As many attributes as `terraform_data` has: Terraform's own cost grows with them. */
const attributes: Attributes = {
  id: { type: 'string', mode: 'computed', description: '' },
  name: { type: 'string', mode: 'required', description: '', replace: true },
  title: { type: 'string', mode: 'optional', description: '' },
  members: { type: 'map', mode: 'optional', description: '' },
};

const plain: ProviderDefinition<object> = {
  address: TOY,
  attributes: {},
  configure: async () => ({ session: {} }),
  rows: [
    {
      name: 'toy_plain',
      version: 0,
      description: '',
      attributes,
      plan: (_, proposed) => ({ row: proposed }),
      read: async (row) => ({ row }),
      apply: async ({ planned }) => ({ row: planned }),
      import: async () => ({ row: null }),
    },
  ],
};

/** One row for each name. */
function state(type: string, provider: string, values: (name: string) => object): string {
  return stateText(type, provider, new Map(names.map((name) => [name, values(name)])));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

describe('speed', { timeout: 120_000 }, () => {
  it(`plans ${ROWS} unchanged rows`, async () => {
    const data = await attached(plain);
    await data.configure({
      resource: { terraform_data: Object.fromEntries(names.map((name) => [name, { input: name }])) },
    });
    await data.write(
      'terraform.tfstate',
      state('terraform_data', 'terraform.io/builtin/terraform', (name) => ({
        id: name,
        input: { type: 'string', value: name },
        output: { type: 'string', value: name },
        triggers_replace: null,
      })),
    );
    const toy = await attached(plain);
    await toy.configure({
      resource: { toy_plain: Object.fromEntries(names.map((name) => [name, { name, title: name }])) },
    });
    await toy.write(
      'terraform.tfstate',
      state('toy_plain', TOY, (name) => ({ id: `plain:${name}`, name, title: name, members: null })),
    );
    const seconds: { ours: number[]; builtin: number[] } = { ours: [], builtin: [] };
    for (let turn = 0; turn < 5; turn++) {
      for (const [kind, { run }] of [['builtin', data] as const, ['ours', toy] as const]) {
        const result = await run('plan', '-no-color', '-detailed-exitcode');
        expect(result.output).toContain('No changes.');
        seconds[kind].push(result.seconds);
      }
    }
    const [ours, builtin] = [median(seconds.ours), median(seconds.builtin)];
    const ratio = (ours / builtin).toFixed(2);
    console.log(
      `plan of ${ROWS} rows: ${ours.toFixed(2)} s, terraform_data ${builtin.toFixed(2)} s, ratio ${ratio}`,
    );
  });
});
