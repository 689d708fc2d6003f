import type { LiveScopeSettings } from '../live/live-object.ts';
import type { JsonObject } from '../protocol/json-object.ts';

/** What an audit event says of an object: its id, its name, and the fields of it that let it be addressed. */
export interface AuditSubject {
  readonly type: string;
  readonly id: string;
  /** Its slug or key at the time, so that it can be named when it is gone. */
  readonly label: string;
}

export interface WireAuditEvent {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: AuditSubject;
  readonly related: AuditSubject | null;
  readonly before: AuditState | null;
  readonly after: AuditState | null;
}

/** An object as it was or became. It is of any type, so every field may be missing. */
export interface AuditState {
  /** Its name in paths. */
  readonly slug: string | null;
  /** A person's key. */
  readonly key: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly state: string | null;
  readonly permissions: readonly string[] | null;
  readonly denies: readonly string[] | null;
  /** Ids of roles. */
  readonly includes: readonly string[] | null;
  readonly kind: string | null;
  readonly parentId: string | null;
  readonly scopeId: string | null;
  /** Of a membership of a scope: whose it is. */
  readonly memberId: string | null;
  readonly principal: { readonly type: string; readonly id: string } | null;
  /** Empty where there is nothing to set. */
  readonly settings: LiveScopeSettings;
  /** Null where the object has no roles at all. */
  readonly roleIds: readonly string[] | null;
  readonly belowRoleIds: readonly string[] | null;
  readonly deniedRoleIds: readonly string[] | null;
}

export const auditEventDecoder = (o: JsonObject): WireAuditEvent => ({
  id: o.text('id'),
  at: o.text('at'),
  actor: o.object('actor').text('name'),
  action: o.text('action'),
  target: subjectShape(o.object('target')),
  related: ifThere(o.optional('related'), subjectShape),
  before: ifThere(o.optional('before'), stateShape),
  after: ifThere(o.optional('after'), stateShape),
});

function subjectShape(o: JsonObject): AuditSubject {
  return { type: o.text('type'), id: o.text('id'), label: o.text('label') };
}

function stateShape(o: JsonObject): AuditState {
  const texts = (name: string) => (o.has(name) ? o.texts(name) : null);
  return {
    slug: o.textOrNull('slug'),
    key: o.textOrNull('key'),
    name: o.textOrNull('name'),
    description: o.textOrNull('description'),
    state: o.textOrNull('state'),
    permissions: texts('permissions'),
    denies: texts('denies'),
    includes: texts('includes'),
    settings: o.textMap('settings'),
    kind: o.textOrNull('kind'),
    parentId: o.textOrNull('parentId'),
    scopeId: o.textOrNull('scopeId'),
    memberId: o.textOrNull('memberId'),
    principal: ifThere(o.optional('principal'), (p) => ({ type: p.text('type'), id: p.text('id') })),
    roleIds: texts('roleIds'),
    belowRoleIds: texts('belowRoleIds'),
    deniedRoleIds: texts('deniedRoleIds'),
  };
}

function ifThere<T>(object: JsonObject | null, shape: (object: JsonObject) => T): T | null {
  return object === null ? null : shape(object);
}
