import type { PlatformDefinition } from '../../../platform/definition.ts';
import type { Row, RowDiagnostic } from '../../provider/protocol/row.ts';
import { rowProblem } from '../problems.ts';
import type { TypeName } from '../tables.ts';
import { checkAssignment, checkRoster } from './assignment.ts';
import type { BlockCheck } from './check.ts';
import { checkGroup } from './group.ts';
import { checkMember } from './member.ts';
import { checkRole } from './role.ts';
import { checkScope } from './scope.ts';

/** What can be said of a block by the rules of the platform it is for; what only live data can tell is left to it. */
export function checkRules(
  type: TypeName,
  row: Row,
  platform: PlatformDefinition,
  organization: string,
): readonly RowDiagnostic[] {
  const found: RowDiagnostic[] = [];
  const check: BlockCheck = {
    row,
    platform,
    organization,
    say: (summary, detail, ...place) => found.push(rowProblem(summary, detail, place)),
  };
  switch (type) {
    case 'bylaw_scope':
      checkScope(check);
      break;
    case 'bylaw_role':
      checkRole(check);
      break;
    case 'bylaw_group':
      checkGroup(check);
      break;
    case 'bylaw_member':
      checkMember(check);
      break;
    case 'bylaw_assignment':
      checkAssignment(check);
      break;
    case 'bylaw_roster':
      checkRoster(check);
      break;
  }
  return found;
}
