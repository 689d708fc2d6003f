import type { Row, RowDiagnostic } from '../../provider/protocol/row.ts';
import { rowProblem } from '../block-diagnostics.ts';
import { KEY_ATTRIBUTES } from '../schema/natural-key.ts';
import type { TypeName } from '../schema/resource-tables.ts';

/**
 * A row of the state that belongs to another organization than the provider is configured for: there it is neither
 * gone nor destroyed, it was only not looked for in the right place.
 */
export function otherOrganizationProblem(
  type: TypeName,
  row: Row,
  organization: string,
): RowDiagnostic | null {
  const [name = ''] = KEY_ATTRIBUTES[type];
  const path = row[name];
  if (typeof path !== 'string') return null;
  const [own] = path.split('/');
  if (own === organization) return null;
  return rowProblem(
    `The state has ${type} ${JSON.stringify(row.id ?? path)} of the organization ${JSON.stringify(own)}, and the provider is configured for ${JSON.stringify(organization)}`,
    [
      `Nothing of ${JSON.stringify(own)} was read or changed. Configure the provider for it again, or give each organization a provider alias or a state of its own.`,
      'To forget what is in the state, without removing anything: `terraform state rm`.',
    ].join('\n'),
    [name],
  );
}
