import type { PlatformDefinition, ScopeKind } from '../platform/definition.ts';
import type { OrganizationDocument, WrittenScope } from '../policy/documents.ts';
import { diagnostic, sortDiagnostics } from '../source/diagnostic.ts';
import { failure, type Outcome, outcome } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { authorityOf } from './authority.ts';
import { bindCustomRoles } from './custom-roles.ts';
import type { Authority, Desired } from './desired.ts';
import { checkFormerNames } from './former-names.ts';
import { bindGroupContents } from './group-contents.ts';
import { bindGroups } from './groups.ts';
import { parseInstant } from './instants.ts';
import { checkInvariants } from './invariants.ts';
import { Ledger } from './ledger.ts';
import { bindMembers } from './members.ts';
import { orderResources, orderRuledOut, orderWindows } from './order.ts';
import type { Roster } from './roster.ts';
import { bindScopes } from './scopes.ts';

/**
 * What the documents of one organization ask for at an instant: names bound, references checked, windows applied.
 * Everything used must be written, under either authority: a person in a group is also under members.
 *
 * Errors: `unknown-scope-kind`, `unknown-role`, `unknown-module`, `unknown-permission`, `unknown-member`,
 * `unknown-group`, `member-not-in-organization`, `duplicate-declaration`, `not-supported`, `predefined-role`,
 * `role-not-assignable`, `role-cardinality`, `role-cycle`, `group-cycle`, `absent-with-content`, `invalid-value`,
 * `invalid-date`, `former-name-written`, `platform-invalid` and, once there is none of these, `invariant-broken`.
 * Warnings: `grant-expired`, `review-due`, and `role-cardinality` and `invariant-broken` for what windows will make of
 * a member's roles, of the last holder of a role that somebody must hold, or of the last group that somebody is in.
 * Info: `grant-ending`, `look-ahead-cut`.
 *
 * `instant` is an RFC 3339 instant; anything else is `invalid-date` without a place.
 */
export function compile(
  document: OrganizationDocument,
  platform: PlatformDefinition,
  instant: string,
): Outcome<Desired> {
  const at = parseInstant(instant);
  if (at === null) {
    return failure(diagnostic('invalid-date', `${quote(instant)} is not an RFC 3339 instant.`, null));
  }
  const rootKind = platform.scopeKinds.get(platform.root);
  if (rootKind === undefined) {
    const message = `${platform.name} names ${quote(platform.root)} as its root and has no such kind of scope.`;
    return failure(diagnostic('platform-invalid', message, document.platform.origin));
  }
  const authority = authorityOf(document);
  const bindAt = (moment: number) => bind(document.root, rootKind, authority, new Ledger(platform, moment));
  const { ledger, roster } = bindAt(at);
  checkFormerNames(ledger);
  if (!ledger.faulty) {
    checkInvariants(authority, roster, ledger, (moment) => bindAt(moment).ledger);
  }
  return outcome(
    {
      organization: document.name,
      platform,
      instant,
      resources: orderResources(ledger.resources),
      ruledOut: orderRuledOut(ledger.ruledOut),
      begun: ledger.begun,
      authority,
      authorityOrigin: document.authority.origin,
      windows: orderWindows(ledger.windows),
      unstated: ledger.unstated,
      renamedFrom: ledger.renamedFrom,
    },
    sortDiagnostics(ledger.diagnostics),
  );
}

interface Bound {
  readonly ledger: Ledger;
  readonly roster: Roster;
}

function bind(root: WrittenScope, rootKind: ScopeKind, authority: Authority, ledger: Ledger): Bound {
  const scopes = bindScopes(root, rootKind, ledger);
  const [organization, ...below] = scopes;
  const book = bindCustomRoles(scopes, authority, ledger);
  const roster = bindMembers(organization, below, book, ledger);
  bindGroupContents(bindGroups(scopes, book, ledger), roster, ledger);
  return { ledger, roster };
}
