import type { Row, RowResult } from '../../provider/protocol/row.ts';
import { claimsOf } from '../ownership/claim.ts';
import { renameCandidateProblem } from '../rename/rename-candidates.ts';
import { differentThingProblem, findRenamed, stableIdOfRow } from '../rename/renamed-row.ts';
import type { TypeName } from '../schema/resource-tables.ts';
import { liveRow } from '../schema/row-resources.ts';
import { inSpellingOf } from '../session/equivalence-of-row.ts';
import type { ProviderInstance, ReadyProvider } from '../session/provider-session.ts';
import { otherOrganizationProblem } from './other-organization.ts';
import { decodePrivateState, encodePrivateState } from './private-state.ts';

/** What has become of a row of the state: found by its name or, where somebody changed that, by what lasts. */
export function refreshRow(
  type: TypeName,
  current: Row,
  providerInstance: ProviderInstance,
  privateState: string | null,
): RowResult {
  const kept = privateState === null ? {} : { note: privateState };
  if (providerInstance.state === 'waiting') {
    providerInstance.claims.remember(claimsOf(type, current, providerInstance.platform));
    return { row: current, ...kept };
  }
  const elsewhere = otherOrganizationProblem(type, current, providerInstance.organization);
  if (elsewhere !== null) return { row: current, problems: [elsewhere], ...kept };
  const found = liveRow(type, current, providerInstance.live);
  const { thing } = decodePrivateState(privateState);
  if (found === null) return missed(type, current, providerInstance, thing);
  providerInstance.claims.remember(claimsOf(type, current, providerInstance.platform));
  const now = stableIdOfRow(type, found, providerInstance);
  const other = thing === null || thing === now ? null : findRenamed(type, thing, providerInstance);
  return {
    row: inSpellingOf(type, current, found, providerInstance),
    problems: other === null ? [] : [differentThingProblem(type, current, String(other.id))],
    note: encodePrivateState({ thing: now }),
  };
}

function missed(type: TypeName, current: Row, session: ReadyProvider, stableId: string | null): RowResult {
  const again = findRenamed(type, stableId, session);
  if (again === null) {
    session.claims.remember(claimsOf(type, current, session.platform));
    const alike = stableId === null ? renameCandidateProblem(type, current, session) : null;
    return { row: null, problems: alike === null ? [] : [alike] };
  }
  session.claims.remember(claimsOf(type, again, session.platform));
  session.renamings.add(type, current, again, session.platform);
  return { row: inSpellingOf(type, current, again, session), note: encodePrivateState({ thing: stableId }) };
}
