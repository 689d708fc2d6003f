/** A scope that is closed with open ones in it: plain HCL goes from the outside in, and the plan says so. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Row } from '../../../src/terraform/provider/protocol/row.ts';
import { atrium, vault } from '../../connector/platforms.ts';
import { atriumWithShutUnits, PLATFORMS } from '../../sandbox/start.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';
import { organizationWith, planChange, planDeletion, type Said } from './world.ts';

const unit = (path: string, standing: string): Said => [
  'bylaw_scope',
  { path, kind: 'unit', title: path, parent: path.replace(/\/units\/\w+$/, ''), settings: { standing } },
];
const EAST = 'acme/units/east';
const LAB = `${EAST}/units/lab`;
const SHUT: Row = { settings: { standing: 'shut' } };
const told = ({ problems = [] }: { readonly problems?: readonly { severity: string; summary: string }[] }) =>
  problems.map(({ severity, summary }) => `${severity}: ${summary}`);
const WARNED = [`warning: ${EAST} may be closed before what is in it`];
const world = (east: string, lab: string) =>
  organizationWith([unit(EAST, east), unit(LAB, lab)], { platform: vault });

describe('a plan', () => {
  it('warns, and names what is open in it', () => {
    const { session } = world('open', 'open');
    const planned = planChange(session, unit(EAST, 'open'), SHUT);
    expect(told(planned)).toEqual(WARNED);
    expect(planned.problems?.[0]?.detail).toContain(`\n  - ${LAB}\n`);
    // The inner one by itself is nobody's trouble.
    expect(told(planChange(session, unit(LAB, 'open'), SHUT))).toEqual([]);
  });

  it.each<
    readonly [
      string,
      string,
      string,
      Row,
      (session: ReturnType<typeof world>['session']) => void,
      readonly string[],
    ]
  >([
    ['the inner one is closed', 'open', 'shut', SHUT, () => {}, []],
    [
      'the block of the inner one comes before',
      'open',
      'open',
      SHUT,
      (s) => planChange(s, unit(LAB, 'open'), SHUT),
      [],
    ],
    [
      'the block of the inner one stays open',
      'open',
      'open',
      SHUT,
      (s) => planChange(s, unit(LAB, 'open'), { title: 'Lab' }),
      WARNED,
    ],
    [
      'the block of the inner one opens it',
      'open',
      'shut',
      SHUT,
      (s) => planChange(s, unit(LAB, 'shut'), { settings: { standing: 'open' } }),
      WARNED,
    ],
    [
      'the inner one goes, in an order that nobody knows',
      'open',
      'open',
      SHUT,
      (s) => planDeletion(s, unit(LAB, 'open')),
      WARNED,
    ],
    ['it was closed before', 'shut', 'open', { title: 'The East' }, () => {}, []],
    ['it is opened', 'shut', 'open', { settings: { standing: 'open' } }, () => {}, []],
  ])('%s', (_, east, lab, wanted, before, expected) => {
    const { session } = world(east, lab);
    before(session);
    const own = unit(EAST, east);
    expect(told(planChange(session, own, wanted))).toEqual(expected);
  });

  it('where nothing closes, nothing is said', () => {
    const units: readonly Said[] = [EAST, LAB].map((path) => [
      'bylaw_scope',
      { ...unit(path, 'open')[1], settings: { listing: 'listed' } },
    ]);
    const { session } = organizationWith(units, { platform: atrium });
    const [east] = units;
    if (east === undefined) throw new Error('a unit');
    expect(told(planChange(session, east, { settings: { listing: 'hidden' } }))).toEqual([]);
  });
});

itWithTerraform('terraform shows it, and the way out closes from the inside out', async () => {
  const made = await stage({ on: 'atrium', platform: atriumWithShutUnits() });
  onTestFinished(() => made.close());
  made.write('vault.yaml', JSON.stringify(atriumWithShutUnits()));
  const block = (name: string, path: string, standing: string) =>
    `resource "bylaw_scope" "${name}" {\n  path = "${path}"\n  settings = { standing = "${standing}" }\n}`;
  const units = (standing: string): void => {
    const lab = block('lab', '${bylaw_scope.east.path}/units/lab', standing);
    made.configure(block('east', EAST, standing), lab);
    const main = readFileSync(join(made.folder, 'main.tf'), 'utf8');
    made.write('main.tf', main.replace(PLATFORMS.atrium, 'vault.yaml'));
  };
  units('open');
  await made.succeed('init', '-no-color');
  await made.apply();
  units('shut');
  const warning = `${EAST} may be closed before what is in it`;
  expect((await made.succeed('plan', '-no-color')).output).toContain(warning);
  // A target takes along what it stands on, so the outer block stays open in the file.
  made.write(
    'main.tf',
    readFileSync(join(made.folder, 'main.tf'), 'utf8').replace('standing = "shut"', 'standing = "open"'),
  );
  expect((await made.apply()).output).not.toContain(warning);
  units('shut');
  expect((await made.apply()).output).not.toContain(warning);
  await made.expectNoChanges();
});
