/** The example is applied through the connector file of the Access API: from nothing to an empty plan. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EMBEDDED } from './bylaw.ts';
import { lumoauthExample, stageOf } from './workspaces.ts';

it('plan, apply, an empty plan', async () => {
  const stage = await stageOf(lumoauthExample());
  const text = stage.read('bylaw.yaml');
  stage.write('connectors/ours.yaml', readFileSync('schemas/connectors/access-api.yaml', 'utf8'));
  stage.write(
    'bylaw.yaml',
    text
      .replace('connector: access-api', 'connector: access-api-file')
      .replace('organizations:', 'connectors: [connectors/ours.yaml]\norganizations:'),
  );
  expect(await stage.run('apply', '--yes', ...EMBEDDED.words)).toMatchObject({ status: 0, err: '' });
  const planned = await stage.run('plan', ...EMBEDDED.words);
  expect(planned).toMatchObject({ status: 0, err: '' });
  expect(planned.out).toContain('acme: no changes');
});
