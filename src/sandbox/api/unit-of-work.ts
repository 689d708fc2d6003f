import { countHolders, requireMinimumHolders } from '../operations/minimum-holders-rule.ts';
import type { PlatformRules } from '../platform-rules.ts';
import type { OrganizationRow } from '../records/organization-record.ts';
import type { Database } from '../store/database.ts';
import { type Actor, writeAuditEvent } from './audit-events.ts';
import type { UnitOfWork } from './handler.ts';

export interface UnitOfWorkOptions {
  readonly database: Database;
  readonly rules: PlatformRules;
  readonly organization: OrganizationRow;
  readonly base: string;
  readonly actor: Actor;
  readonly at: string;
  readonly pageSize: number;
}

/** Runs `act` as one write: audited, counted in the revision, and undone when it breaks an invariant. */
export function runWrite<T>(setting: UnitOfWorkOptions, act: (unitOfWork: UnitOfWork) => T): T {
  const { database, organization, actor, at } = setting;
  let changes = 0;
  const unitOfWork: UnitOfWork = {
    ...setting,
    audit: (entry) => {
      changes += 1;
      writeAuditEvent(database, organization.id, at, actor, entry);
    },
  };
  const before = countHolders(unitOfWork);
  const result = act(unitOfWork);
  if (changes > 0) {
    const broken = requireMinimumHolders(before, countHolders(unitOfWork));
    if (broken) throw broken;
    database.run('UPDATE organizations SET revision = revision + 1 WHERE id = ?', organization.id);
  }
  return result;
}

/** Reads only. Recording a change here would be a bug of ours. */
export function runRead<T>(setting: UnitOfWorkOptions, act: (unitOfWork: UnitOfWork) => T): T {
  return act({
    ...setting,
    audit: (entry) => {
      throw new Error(`a read recorded ${entry.action}`);
    },
  });
}
