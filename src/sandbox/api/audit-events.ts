import { randomUUID } from 'node:crypto';
import type { Database } from '../store/database.ts';

/** Who did it: the holder of a token, or the platform by itself. */
export interface Actor {
  readonly type: 'token' | 'platform';
  readonly name: string;
}

export interface AuditedObject {
  readonly type: 'organization' | 'scope' | 'role' | 'member' | 'scope-member' | 'group' | 'assignment';
  readonly id: string;
  readonly label: string;
}

export interface AuditEntry {
  /** `<what>.<happened>`: `group.member-added`. */
  readonly action: string;
  readonly target: AuditedObject;
  readonly related?: AuditedObject;
  readonly before?: object;
  readonly after?: object;
}

export function writeAuditEvent(
  database: Database,
  organizationId: string,
  at: string,
  actor: Actor,
  { action, target, related, before, after }: AuditEntry,
): void {
  const id = randomUUID();
  const event = { id, at, actor, action, target, related, before, after };
  database.run(
    'INSERT INTO audit_events (id, org_id, at, target_id, event) VALUES (?, ?, ?, ?, ?)',
    id,
    organizationId,
    at,
    target.id,
    JSON.stringify(event),
  );
}
