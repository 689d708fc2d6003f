import { closingValue } from '../../../access/closed-scopes.ts';
import { scopeAddress } from '../../../resource/address.ts';
import type { ScopePath } from '../../../resource/identifiers.ts';
import type { ScopeResource } from '../../../resource/resource.ts';
import type { RowDiagnostic } from '../../provider/protocol/row.ts';
import { listedUpTo, rowProblem } from '../block-diagnostics.ts';
import { resourcesOfBlock } from '../schema/row-resources.ts';
import type { PlannedRow } from '../session/planned-rows.ts';
import type { ReadyProvider } from '../session/provider-session.ts';
import { withLiveOrDefaults } from '../session/row-defaults.ts';

/**
 * A scope that is closed with open ones in it: terraform changes what is around first, and the platform may refuse that.
 * No plan of plain HCL knows the order; one below that was planned before, and closes, may come before.
 */
export function closingOrderProblems(
  { type, row }: PlannedRow,
  session: ReadyProvider,
): readonly RowDiagnostic[] {
  const { platform, live } = session;
  const path = type === 'bylaw_scope' ? row?.path : null;
  if (typeof path !== 'string') return [];
  const was = live.get('scope', scopeAddress(path));
  const by = closedBy(plannedScope(path, session), session);
  if (was === null || by === null || closedBy(was, session) !== null) return [];
  const open = live
    .all('scope')
    .filter(({ attributes }) => attributes.path.startsWith(`${path}/`))
    .filter((scope) => closedBy(plannedScope(scope.attributes.path, session) ?? scope, session) === null)
    .map(({ attributes }) => attributes.path)
    .sort();
  if (open.length === 0) return [];
  return [
    rowProblem(
      `${path} may be closed before what is in it`,
      [
        `${by.setting} = ${by.value} closes it, and ${platform.title} may refuse that as long as something in it is open:`,
        ...listedUpTo(open),
        '',
        'Terraform changes a scope before those whose blocks name it. Close these first, in an apply that leaves this block open (`-target` would take this block along), and then this one. `bylaw apply` closes them in this order by itself.',
      ].join('\n'),
      ['settings'],
      'warning',
    ),
  ];
}

/** As this plan has it so far; null for one without a block that was planned. */
function plannedScope(path: ScopePath, { foreseen, live, platform }: ReadyProvider): ScopeResource | null {
  const row = foreseen.get('bylaw_scope', path)?.row ?? null;
  if (row === null) return null;
  const [scope] = resourcesOfBlock('bylaw_scope', withLiveOrDefaults('bylaw_scope', row, live), platform);
  return scope?.type === 'scope' ? scope : null;
}

function closedBy(scope: ScopeResource | null, { platform }: ReadyProvider) {
  const kind = scope === null ? undefined : platform.scopeKinds.get(scope.attributes.kind);
  return scope === null || kind === undefined ? null : closingValue(kind, scope.attributes.settings);
}
