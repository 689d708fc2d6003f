import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import type { Row, RowDiagnostic } from '../../provider/protocol/row.ts';
import { rowProblem } from '../block-diagnostics.ts';
import type { TypeName } from '../schema/resource-tables.ts';
import { checkAssignment, checkRoster } from './assignment-check.ts';
import type { BlockCheck } from './block-check.ts';
import { checkGroup } from './group-check.ts';
import { checkMember } from './member-check.ts';
import { checkRole } from './role-check.ts';
import { checkScope } from './scope-check.ts';

/** What can be said of a block by the rules of the platform it is for; what only live data can tell is left to it. */
export function checkRules(
  type: TypeName,
  row: Row,
  platform: PlatformDefinition,
  organization: string,
): readonly RowDiagnostic[] {
  const found: RowDiagnostic[] = [];
  const blockCheck: BlockCheck = {
    row,
    platform,
    organization,
    say: (summary, detail, ...blockPath) => found.push(rowProblem(summary, detail, blockPath)),
  };
  switch (type) {
    case 'bylaw_scope':
      checkScope(blockCheck);
      break;
    case 'bylaw_role':
      checkRole(blockCheck);
      break;
    case 'bylaw_group':
      checkGroup(blockCheck);
      break;
    case 'bylaw_member':
      checkMember(blockCheck);
      break;
    case 'bylaw_assignment':
      checkAssignment(blockCheck);
      break;
    case 'bylaw_roster':
      checkRoster(blockCheck);
      break;
  }
  return found;
}
