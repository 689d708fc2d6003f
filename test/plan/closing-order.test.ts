/** A scope is opened before what is in it, and closed after that; what closes comes with what takes. */
import { expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import { writeSteps } from '../../src/plan/write/write-phases.ts';
import { keystone } from '../connector/platforms.ts';
import { desiredOn } from '../platform/warden.ts';

const tree = (unit: string, team: string, more = '') => `members: { ana: { roles: [] } }
domains:
  acme:
    projects:
      unit:
        settings: { standing: ${unit} }
        projects: { team: { settings: { standing: ${team} }${more} } }
`;

function stepsOf(was: string, is: string): readonly string[] {
  const plan = buildPlan(desiredOn(keystone, is), {
    organization: 'acme',
    resources: desiredOn(keystone, was).resources,
    revision: '1',
    readAt: '2027-01-31T23:59:59Z',
  });
  const writes = plan.changes.flatMap((change) =>
    change.action === 'create' || change.action === 'update' || change.action === 'delete'
      ? writesOf(change)
      : [],
  );
  return writeSteps(writes).map((step) =>
    step
      .map((write) => {
        if (write.write === 'update-scope') return `${write.write} ${write.path.split('/').at(-1)}`;
        return write.write;
      })
      .sort()
      .join(' + '),
  );
}

it.each([
  [
    'both are closed',
    tree('enabled', 'enabled'),
    tree('disabled', 'disabled'),
    ['update-scope team', 'update-scope unit'],
  ],
  [
    'both are opened',
    tree('disabled', 'disabled'),
    tree('enabled', 'enabled'),
    ['update-scope unit', 'update-scope team'],
  ],
  [
    'one is closed, and something is given there',
    tree('enabled', 'enabled'),
    tree('enabled', 'disabled', ', members: { ana: { roles: [reader] } }'),
    ['put-assignment', 'update-scope team'],
  ],
  [
    'one is opened, and something is given there',
    tree('disabled', 'disabled'),
    tree('enabled', 'disabled', ', members: { ana: { roles: [reader] } }'),
    ['update-scope unit', 'put-assignment'],
  ],
  [
    'one goes in what is closed: that can hold nothing open',
    tree('enabled', 'enabled', ', projects: { crew: }').replace(
      '        projects: {',
      '        projects: { spare: , ',
    ),
    tree('disabled', 'disabled', ', projects: { crew: { settings: { standing: disabled } } }'),
    ['update-scope crew', 'update-scope team', 'delete-scope', 'update-scope unit'],
  ],
])('%s', (_, was, is, expected) => {
  expect(stepsOf(was, is)).toEqual(expected);
});
