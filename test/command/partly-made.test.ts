import { expect, it } from 'vitest';
import { applyStack } from '../../src/command/apply/apply-organization.ts';
import { createConcurrencyLimits } from '../../src/command/session/concurrency.ts';
import type { LiveWriter, WriteReport } from '../../src/connector/connector.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { diagnostic } from '../../src/source/diagnostic.ts';
import { failure, success } from '../../src/source/outcome.ts';
import { lumoauth } from '../connector/platforms.ts';
import { desiredOf, LIVE, live, snapshotOf, written } from '../plan/fixtures.ts';
import { shown } from '../source/shown.ts';
import { EMBEDDED, memoryStore } from '../terraform/run/harness.ts';
import { aloneIn } from '../terraform/run/one.ts';

it('what a write of several requests made before it failed is told at its line', async () => {
  const found = snapshotOf([
    live.scope('acme', 'organization', 'Acme'),
    live.member('ana@x.io'),
    live.given('acme', 'member:ana@x.io', ['admin']),
  ]);
  const plan = buildPlan(
    desiredOf(lumoauth, [
      written.scope('acme', 'organization', 'Acme'),
      written.member('ana@x.io'),
      written.given('acme', 'member:ana@x.io', ['admin', 'auditor', 'editor']),
    ]),
    found,
  );
  const asides: WriteReport[] = [];
  const writer: LiveWriter = {
    read: async () => success(found),
    events: async () => success([]),
    requests: () => 3,
    asides: () => asides,
    write: async (write) => {
      asides.push({ write, inDoubt: false, partly: ['auditor'], diagnostics: [] });
      return failure(diagnostic('connector-refused', 'editor is full', LIVE));
    },
  };
  const applied = await applyStack({
    parts: [{ plan, writer, onDone: () => {} }],
    engine: EMBEDDED,
    run: { stack: aloneIn('acme'), store: memoryStore(), environment: {}, secrets: [] },
    stopped: () => false,
    lanes: createConcurrencyLimits(1),
  });
  expect(applied.get('acme')).toMatchObject({ result: 'incomplete', made: [] });
  expect(
    applied
      .get('acme')
      ?.diagnostics.map(shown)
      .map((one) => one.split(' | ')[0]),
  ).toEqual([
    'acme.yaml:1:1 connector-refused: editor is full [the request http://platform/acme]',
    'acme.yaml:1:1 partly-made: Made before it failed: auditor.',
    '- apply-incomplete: acme: 0 writes made, others were not; 1 change left.',
  ]);
});
