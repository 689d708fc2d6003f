import { type MemberId, memberId } from '../../resource/identifiers.ts';
import type { MemberAttributes, MembershipState } from '../../resource/resource.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { fieldAt, scalarText } from '../described/read/row-field.ts';
import { rowId } from '../described/read/row-identities.ts';
import { contradictionDiagnostic, type ResponseSubject } from '../live/contradiction.ts';
import { shownKey } from '../live/live-index.ts';
import { unindexMember } from '../live/live-index-cascade.ts';
import { liveOrigin } from '../live/organization-endpoint.ts';
import { createScim } from './create-scim.ts';
import type { Sought } from './look-for.ts';
import { USERS } from './scim-description.ts';
import type { ScimResource } from './scim-wire.ts';
import {
  gone,
  readFresh,
  replacing,
  SCIM_DONE,
  type ScimWriteContext,
  sendScim,
  serverId,
  undone,
  unseen,
} from './scim-write-context.ts';

/**
 * Provisions somebody. Who is there already is looked for. Fails with connector-refused, connector-contradiction,
 * live-changed for somebody who is there and not active, and as the client.
 */
export async function addPerson(context: ScimWriteContext, member: MemberAttributes): Promise<Outcome<null>> {
  const subject: ResponseSubject = { name: member.display, path: '/Users' };
  const sought = personSought(context, member.display);
  const body = newPerson(context, member.display);
  const known = context.index.members.get(member.member);
  if (known !== undefined && known.state === 'active') {
    const fresh = await readFresh(context, `/Users/${encodeURIComponent(serverId(known.id))}`);
    if (!fresh.ok) return fresh;
    if (fresh.value !== null) return entered(context, member, fresh.value.item, sought);
  }
  return createScim(context, {
    path: '/Users',
    body,
    sought,
    subject,
    enter: async (item) => entered(context, member, item, sought),
  });
}

function personSought({ dialect }: ScimWriteContext, key: string): Sought {
  const attribute = dialect.person === 'email' ? 'emails.value' : dialect.person;
  return { list: USERS, attribute, value: key };
}

function newPerson({ dialect }: ScimWriteContext, key: string): ScimResource {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: key,
    ...(dialect.person === 'externalId' ? { externalId: key } : {}),
    ...(dialect.sendsEmails || dialect.person === 'email' ? { emails: [{ value: key, primary: true }] } : {}),
    ...(dialect.active === 'untold' ? {} : { active: activeAs(dialect.active, true) }),
  };
}

function activeAs(form: 'boolean' | 'text', active: boolean): boolean | string {
  if (form === 'boolean') return active;
  return active ? 'True' : 'False';
}

function entered(
  context: ScimWriteContext,
  member: MemberAttributes,
  item: ScimResource,
  { attribute }: Sought,
): Outcome<null> {
  const { endpoint, dialect, index } = context;
  const subject: ResponseSubject = { name: member.display, path: '/Users' };
  const id = scalarText(item.id);
  const told = attribute === 'emails.value' ? member.display : scalarText(fieldAt(item, [attribute]));
  if (id === null || told === null || memberId(told, endpoint.platform.members.compare) !== member.member) {
    const how = `the server calls them ${told ?? 'nothing'}`;
    return failure(contradictionDiagnostic(endpoint, subject, how));
  }
  if (dialect.active !== 'untold' && !isActive(item, true)) {
    const message = `${member.display} is there already, and not active`;
    return failure(
      diagnostic('live-changed', message, liveOrigin(endpoint, `/Users/${encodeURIComponent(id)}`)),
    );
  }
  index.members.set(member.member, {
    id: rowId(USERS, id),
    version: 0,
    key: told,
    state: 'active',
    invitation: null,
  });
  return SCIM_DONE;
}

function isActive({ active }: ScimResource, wanted: boolean): boolean {
  return scalarText(active)?.toLowerCase() === String(wanted);
}

/** Fails with live-changed, connector-refused, connector-contradiction, and as the client. */
export async function setPersonActive(
  context: ScimWriteContext,
  member: MemberId,
  state: MembershipState,
): Promise<Outcome<null>> {
  const known = context.index.members.get(member);
  const subject: ResponseSubject = { name: shownKey(context.index, member), path: '/Users' };
  if (known === undefined) return failure(gone(context, subject));
  const path = `/Users/${encodeURIComponent(serverId(known.id))}`;
  const wanted = state === 'active';
  const fresh = await readFresh(context, path);
  if (!fresh.ok) return fresh;
  if (fresh.value === null) return failure(gone(context, subject));
  const { active: form } = context.dialect;
  if (!isActive(fresh.value.item, wanted)) {
    const value = activeAs(form === 'untold' ? 'boolean' : form, wanted);
    const body = replacing(context, 'active', value);
    const exchange = await sendScim(context, { method: 'PATCH', path, body }, fresh.value);
    const after = await readFresh(context, path);
    if (!after.ok) return unseen(context, exchange, after.diagnostics);
    if (after.value === null) return failure(gone(context, subject));
    if (!isActive(after.value.item, wanted)) return undone(context, { ...subject, path }, exchange);
  }
  context.index.members.set(member, { ...known, state });
  return SCIM_DONE;
}

/** Deletes somebody, and sees that they are gone. Fails as `setPersonActive`. */
export async function removePerson(context: ScimWriteContext, member: MemberId): Promise<Outcome<null>> {
  const known = context.index.members.get(member);
  if (known === undefined) return SCIM_DONE;
  const path = `/Users/${encodeURIComponent(serverId(known.id))}`;
  const subject: ResponseSubject = { name: known.key, path };
  const fresh = await readFresh(context, path);
  if (!fresh.ok) return fresh;
  if (fresh.value !== null) {
    const exchange = await sendScim(context, { method: 'DELETE', path }, fresh.value);
    const after = await readFresh(context, path);
    if (!after.ok) return unseen(context, exchange, after.diagnostics);
    if (after.value !== null) return undone(context, subject, exchange);
  }
  unindexMember(context.index, known, context.endpoint.platform);
  return SCIM_DONE;
}
