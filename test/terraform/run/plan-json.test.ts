/** What stands in terraform's plan besides changes of our rows stops it: an apply would do that, too. */
import { expect, it } from 'vitest';
import { BY_ID } from '../../../src/resource/spelling.ts';
import { readTerraformPlan } from '../../../src/terraform/run/terraform-plan.ts';

const OURS = { bylaw: { name: 'bylaw', full_name: 'registry.terraform.io/bylaw/bylaw' } };
const ROW = { address: 'bylaw_group.acme_qa', mode: 'managed', type: 'bylaw_group', expressions: {} };

const PLANS: readonly (readonly [what: string, plan: object, strange: readonly string[]])[] = [
  ['nothing at all', {}, []],
  ['what we write', { configuration: { provider_config: OURS, root_module: { resources: [ROW] } } }, []],
  [
    'a provisioner',
    {
      configuration: {
        root_module: { resources: [ROW, { ...ROW, provisioners: [{ type: 'local-exec' }] }] },
      },
    },
    ['bylaw_group.acme_qa has a provisioner'],
  ],
  [
    'another provider',
    {
      configuration: {
        provider_config: { ...OURS, http: { full_name: 'registry.terraform.io/hashicorp/http' } },
      },
    },
    ['the provider registry.terraform.io/hashicorp/http is not ours'],
  ],
  [
    'a provider of our name from elsewhere',
    { configuration: { provider_config: { bylaw: { full_name: 'evil.example/bylaw/bylaw' } } } },
    ['the provider evil.example/bylaw/bylaw is not ours'],
  ],
  [
    'a module, and whatever else a configuration may have one day',
    { configuration: { root_module: { module_calls: { m: {} }, actions: [{}] } } },
    ['the configuration has module_calls', 'the configuration has actions'],
  ],
  ['an output', { output_changes: { names: { actions: ['create'] } } }, ['output names changes']],
  [
    'an end before its time',
    { errored: true, complete: false },
    ['the plan is marked errored', 'the plan is marked incomplete'],
  ],
  [
    'a row that is none of ours',
    {
      resource_changes: [
        {
          address: 'terraform_data.x',
          mode: 'managed',
          type: 'terraform_data',
          change: { actions: ['create'], before: null, after: { id: 'acme' } },
        },
      ],
    },
    ['terraform_data.x is not a row of Bylaw'],
  ],
];

it.each(PLANS)('%s', (_what, plan, strange) => {
  const read = readTerraformPlan(JSON.stringify(plan), new Map([['acme', BY_ID]]));
  expect(read.get('acme')).toMatchObject({ changes: [], strange });
});
