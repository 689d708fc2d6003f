import { keepersOf, sideOf } from '../../../compile/keepers.ts';
import { keptRoles, leastOf } from '../../../platform/kept-roles.ts';
import { scopeAddress } from '../../../resource/address.ts';
import { writtenAddress } from '../../../resource/spelling.ts';
import type { Row, RowDiagnostic } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { listedUpTo, rowProblem } from '../block-diagnostics.ts';
import { keptBy, leftWith } from '../kept-words.ts';
import type { LiveAccess } from '../live-access.ts';
import { COLUMNS, type TypeName } from '../schema/resource-tables.ts';
import { liveResourcesOf, liveRow, textsIn } from '../schema/row-resources.ts';
import type { ReadyProvider } from '../session/provider-session.ts';
import { cascadePhrases, rowDependents } from './row-cascade.ts';

/**
 * A row that is removed and made again under its own key: by -replace, by replace_triggered_by, or because it is
 * tainted. Terraform shows one block; the platform takes along all that hangs on it, and nothing of the run gives that
 * back: what other blocks hold is gone until the next apply, and what no block holds for good.
 */

/** What the block leaves out, and so would not have again. */
export function omittedAttributesOf(type: TypeName, config: Row): readonly string[] {
  return Object.keys(COLUMNS[type]).filter((name) => (config[name] ?? null) === null);
}

/** What would be lost, in words; nothing where nothing hangs on it. `isTold`: what goes by itself before. */
export function lossesByReplacement(
  type: TypeName,
  row: Row,
  leftOut: readonly string[],
  live: LiveAccess,
  isTold: (address: string) => boolean = () => false,
): readonly string[] {
  const dependents = rowDependents(type, row, live).filter(
    (one) => one.entry !== null || !isTold(one.address),
  );
  const holders = type === 'bylaw_role' ? holdersOfRole(textOrEmpty(row.name), live) : [];
  return [
    ...dependents.map((one) => cascadePhrases(one, live)),
    ...holders,
    ...ownEntries(type, row, leftOut, live),
  ];
}

/** What has a role, or includes it: a platform does not delete it then. */
export function holdersOfRole(name: string, live: LiveAccess): readonly string[] {
  const assignments = live.all('assignment').filter(({ attributes }) => attributes.roles.has(name));
  const including = live.all('role').filter(({ attributes }) => attributes.includes.has(name));
  return [
    ...assignments.map((one) => writtenAddress(one, live.spelling)),
    ...including.map(({ address }) => `${address}, which includes it`),
  ];
}

/** What is live in attributes that the block leaves to the platform, where it gives or takes access. */
function ownEntries(
  type: TypeName,
  row: Row,
  leftOut: readonly string[],
  live: LiveAccess,
): readonly string[] {
  const found = liveRow(type, row, live);
  if (found === null) return [];
  return leftOut.flatMap((name): readonly string[] => {
    const value = found[name] ?? null;
    switch (COLUMNS[type][name]?.means) {
      case 'people':
      case 'roster':
        return Object.keys(value === null ? {} : value).map((entry) => `${name}: ${entry}`);
      case 'names':
      case 'permissions':
        return textsIn(value).map((entry) => `${name}: ${entry}`);
      case 'state':
        return value === 'deactivated' ? ['that the person is deactivated: a new one is active'] : [];
      default:
        return [];
    }
  });
}

/** Said by the plan, and by the apply of what the plan could not know: nothing is removed. */
export function replacementProblem(type: TypeName, id: string, lost: readonly string[]): RowDiagnostic {
  return rowProblem(
    `${type} ${JSON.stringify(id)} is not replaced, because that would also remove what depends on it`,
    [
      'It would be removed and created again under the same key, because of -replace, replace_triggered_by or a taint. That also removes the following, and nothing in this run gives it back:',
      ...listedUpTo(lost),
      '',
      'Nothing of it was removed. Leave the replacement out: no -replace, no change of its triggers, `terraform untaint` if it is tainted. To create it again anyway, do that first. Then remove what depends on it, in a separate apply, and replace it. Or, with all blocks that depend on it, `terraform destroy -target=…` of it, which names all that goes, and `terraform apply`, which makes the blocks again and nothing that no block has.',
    ].join('\n'),
  );
}

/** Somebody is kept, by the platform or by Bylaw, and were it for a moment: what is taken may not be given again. */
export function soleHolderProblems(
  type: TypeName,
  row: Row,
  session: ReadyProvider,
): readonly RowDiagnostic[] {
  const { live, platform } = session;
  const rules = keptRoles(platform);
  if (rules.length === 0) return [];
  const gone = new Set([
    ...liveResourcesOf(type, row, live).map(({ address }) => address),
    ...rowDependents(type, row, live).flatMap(({ address, entry }) => (entry === null ? [address] : [])),
  ]);
  const rest = live.everything().filter(({ address }) => !gone.has(address));
  const side = sideOf(platform, rest);
  return rules.flatMap((rule) =>
    live.scopesOf(rule.at).flatMap((scope): readonly RowDiagnostic[] => {
      if (gone.has(scopeAddress(scope))) return [];
      const before = live.keepers(rule, scope);
      const left = keepersOf(rule, platform, side)(scope);
      if (left.size >= leastOf(rule) || left.size >= before.size) return [];
      const lost = [...before].filter((member) => !left.has(member)).sort();
      return [
        rowProblem(
          `${type} ${JSON.stringify(textOrEmpty(row.id))} is not replaced, because ${scope} would be left with ${leftWith(rule, left.size)}`,
          `${keptBy(rule, platform)} It would be taken from ${lost.join(', ')}, even though it would be given again at once. Leave the replacement out, or give ${rule.role} to somebody else first, in a separate apply.`,
        ),
      ];
    }),
  );
}
