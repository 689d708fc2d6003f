import { join } from 'node:path';
import type { ViewedOrganization } from '../../src/custom-rule/rule-view.ts';
import type { ViewElement } from '../../src/custom-rule/view-table.ts';
import type { CustomRule } from '../../src/custom-rule/worker-messages.ts';
import { loadWorkspace } from '../../src/workspace/workspace.ts';

const example = join(import.meta.dirname, '../../examples/lumoauth');

/** The example, as `check` has it. */
export function viewed(): ViewedOrganization {
  const workspace = loadWorkspace(example, '2026-11-30T00:00:00Z');
  if (!workspace.ok) throw new Error(JSON.stringify(workspace.diagnostics));
  const [desired] = workspace.value.organizations;
  if (desired === undefined) throw new Error('the example has an organization');
  const { organization, platform, instant, resources } = desired;
  return {
    organization,
    platform,
    instant,
    judged: resources,
    desired: resources,
    live: null,
    changes: null,
  };
}

/** A rule with time enough on any machine. */
export const rule = (
  element: ViewElement,
  condition: string,
  more: Partial<CustomRule> = {},
): CustomRule => ({ element, mode: 'forbid', condition, message: null, deadline: 10_000, ...more });

const TEN = '[0,1,2,3,4,5,6,7,8,9]';

/** A thousand million steps. */
export const RUN_AWAY = `${Array.from({ length: 9 }, (_, at) => `${TEN}.all(x${at}, `).join('')}true${')'.repeat(9)}`;
