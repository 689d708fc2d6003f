import type { PlatformDefinition, ScopeKind } from '../platform/platform-definition.ts';
import type { OrganizationDocument } from '../policy/document-types.ts';
import { inOrder, OrganizationModel } from '../resource/organization-model.ts';
import { diagnostic, sortDiagnostics } from '../source/diagnostic.ts';
import { failure, type Outcome, outcome } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { authorityOf, recordedWhole } from './authority.ts';
import { bindCustomRoles } from './bind-custom-roles.ts';
import { bindGroupContents } from './bind-group-contents.ts';
import { bindGroups } from './bind-groups.ts';
import { bindMembers } from './bind-members.ts';
import { bindScopes } from './bind-scopes.ts';
import { Binding, type Ends } from './binding.ts';
import { parseInstant } from './date-bounds.ts';
import type { Desired, LapsedBound } from './desired.ts';
import { checkInvariants } from './invariants.ts';
import { checkRenamedFrom } from './renamed-from.ts';
import { orderWindows } from './resource-order.ts';
import type { Roster } from './roster.ts';

/**
 * What the documents of one organization ask for at an instant: names bound, references checked, windows applied.
 * Everything used must be written, under either authority: a person in a group is also under members.
 *
 * Errors: `unknown-scope-kind`, `unknown-role`, `unknown-module`, `unknown-permission`, `unknown-member`,
 * `unknown-group`, `member-not-in-organization`, `duplicate-declaration`, `not-supported`, `predefined-role`,
 * `role-not-assignable`, `role-cardinality`, `group-cardinality`, `role-cycle`, `group-cycle`, `absent-with-content`, `invalid-value`,
 * `invalid-date`, `read-only-type`, `former-name-written`, `default-role-given`, `platform-invalid` and, once there is none of these, `invariant-broken`.
 * Warnings: `grant-expired`, `review-due`, and `role-cardinality` and `invariant-broken` for what windows have made or
 * will make of a member's roles, of the last holder of a role that somebody must hold, or of the last group that
 * somebody is in.
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
  const bindAt = (moment: number, ends: Ends) =>
    bind(document, rootKind, new Binding(platform, authorityOf(document, platform), moment, ends));
  const { ledger, roster } = bindAt(at, 'taken');
  checkRenamedFrom(ledger);
  if (!ledger.faulty) {
    checkInvariants(
      ledger.authority,
      roster,
      ledger,
      (moment, ends = 'taken') => bindAt(moment, ends).ledger,
    );
  }
  return outcome(desiredOf(document, instant, ledger), sortDiagnostics(ledger.diagnostics));
}

/**
 * The same documents at the same instant, read as though no window had ended; null where they do not compile at all.
 * For telling what only an end has caused, and never to be applied.
 */
export function compileWithoutEnds(
  document: OrganizationDocument,
  { platform, instant }: Desired,
): Desired | null {
  // One role may follow another: read without ends there are both, which would be an error of the documents themselves.
  const read = readAsThough(
    document,
    instant,
    (at) => new Binding(platform, authorityOf(document, platform), at, 'ignored'),
  );
  return read === null ? null : desiredOf(document, instant, read);
}

/** What documents come to while some bounds of windows count as not written. */
export interface ReadWithoutBounds {
  readonly desired: Desired;
  /** The bounds that still keep something out, by place (`formatOrigin`). */
  readonly lapses: ReadonlyMap<string, LapsedBound>;
}

/**
 * The same documents at the same instant, read as though these bounds of windows were not written (`formatOrigin` of
 * each). For telling what a window takes away, and never to be applied.
 */
export function compileWithoutBounds(
  document: OrganizationDocument,
  { platform, instant }: Pick<Desired, 'platform' | 'instant'>,
  bounds: ReadonlySet<string>,
): ReadWithoutBounds | null {
  const read = readAsThough(
    document,
    instant,
    (at) => new Binding(platform, authorityOf(document, platform), at, 'taken', bounds),
  );
  return read === null ? null : { desired: desiredOf(document, instant, read), lapses: read.lapses };
}

function readAsThough(
  document: OrganizationDocument,
  instant: string,
  bindingAt: (at: number) => Binding,
): Binding | null {
  const at = parseInstant(instant);
  if (at === null) return null;
  const binding = bindingAt(at);
  const rootKind = binding.platform.scopeKinds.get(binding.platform.root);
  return rootKind === undefined ? null : bind(document, rootKind, binding).ledger;
}

/** Whether any window has ended, so that there is a difference at all. */
export function hasEnded({ windows, instant }: Desired): boolean {
  const now = Date.parse(instant);
  return windows.some(({ until }) => until !== null && Date.parse(until) <= now);
}

function desiredOf(document: OrganizationDocument, instant: string, binding: Binding): Desired {
  return {
    organization: document.name,
    platform: binding.platform,
    instant,
    resources: inOrder(new OrganizationModel(binding.resources).byType),
    ruledOut: binding.ruledOut,
    begun: binding.begun,
    authority: binding.authority,
    recordedWhole: recordedWhole(document, binding.platform),
    written: binding.written,
    authorityOrigin: document.authority.origin,
    windows: orderWindows(binding.windows),
    unstated: binding.unstated,
    renamedFrom: binding.renamedFrom,
    inviteAgain: binding.inviteAgain,
  };
}

interface BoundOrganization {
  readonly ledger: Binding;
  readonly roster: Roster;
}

function bind(document: OrganizationDocument, rootKind: ScopeKind, binding: Binding): BoundOrganization {
  const boundScopes = bindScopes(document.root, rootKind, binding);
  const [organization, ...below] = boundScopes;
  const book = bindCustomRoles(boundScopes, binding.authority, binding);
  const roster = bindMembers(organization, below, book, binding);
  bindGroupContents(bindGroups(boundScopes, book, binding), roster, binding);
  return { ledger: binding, roster };
}
