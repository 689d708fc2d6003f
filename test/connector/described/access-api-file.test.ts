/** The Access API by its file reads what the connector in code reads, of random organizations on every platform. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../../src/access/build-access.ts';
import type { Snapshot } from '../../../src/resource/resource.ts';
import { seedOf } from '../../platform/policy-forms.ts';
import { anyPolicy } from '../../platform/random-policy.ts';
import { NAMES, platformNamed } from '../../platform/shipped.ts';
import { startTestSandbox } from '../../sandbox/start.ts';
import { connectionTo, fast, must } from '../connections.ts';
import { describedFile, fastDescribed } from './describing.ts';

const api = describedFile('schemas/connectors/access-api.yaml');
const RUNS = Number(process.env.RUNS ?? 8);

/** All of a snapshot but where it was read. */
function told({ organization, resources, revision }: Snapshot): unknown {
  const attributes = resources.map(({ address, attributes }) => [
    address,
    Object.entries(attributes).map(([name, value]) => [
      name,
      value instanceof Map ? [...value.keys()] : value,
    ]),
  ]);
  return { organization, revision, attributes };
}

describe.each(NAMES)('on %s', (name) => {
  it(`${RUNS} random organizations, in pages of 100 and of 2`, {
    timeout: 60_000 + RUNS * 5000,
  }, async () => {
    const platform = platformNamed(name);
    await fc.assert(
      fc.asyncProperty(anyPolicy(platform), async (policy) => {
        const seed = seedOf(policy, platform, 'acme');
        const sandbox = await startTestSandbox({ platformFile: `schemas/platforms/${name}.yaml`, seed });
        try {
          const connection = connectionTo(sandbox, platform);
          const byCode = must(await fast().openReader(connection).read());
          const byFile = must(await fastDescribed(api).openReader(connection).read());
          expect(told(byFile)).toEqual(told(byCode));
          const settings = { ...connection.settings, 'page-size': 2 };
          const inPages = must(
            await fastDescribed(api)
              .openReader({ ...connection, settings })
              .read(),
          );
          expect(told(inPages)).toEqual(told(byCode));
          const answer = must(await fastDescribed(api).openReader(connection).effective());
          const access = buildAccess(platform, byFile.resources);
          for (const member of access.members) {
            for (const scope of access.scopes) {
              const theirs = [...(answer?.get(member)?.get(scope) ?? [])];
              expect([...access.permissions(member, scope)].sort()).toEqual(theirs.sort());
            }
          }
        } finally {
          await sandbox.close();
        }
      }),
      { seed: 20264, numRuns: RUNS },
    );
  });
});
