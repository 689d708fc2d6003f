import type { OperationId } from './operation-ids.ts';

/** Request bodies as the OpenAPI document declares them: checked against it before a handler sees them. */
interface Bodies {
  createScope: { slug: string; kind: string; parentId: string; name: string; settings?: AskedSettings };
  updateScope: { slug?: string; name?: string; settings?: AskedSettings };
  createRole: RoleContent & { slug: string; name: string };
  updateRole: RoleContent;
  createMember: { key: string; displayName?: string | null };
  updateMember: { displayName?: string | null; state?: 'active' | 'deactivated' };
  createScopeMember: { key: string };
  updateScopeMember: { state?: 'active' | 'deactivated' };
  createGroup: GroupContent & { slug: string; name: string; scopeId?: string };
  updateGroup: GroupContent;
  addGroupMember: { userId: string; role?: string };
  updateGroupMember: { role: string };
  addGroupGroup: { groupId: string };
  addGroupRole: { roleId: string };
  putAssignment: { roleIds: string[]; belowRoleIds?: string[]; deniedRoleIds?: string[] };
}

interface RoleContent {
  slug?: string;
  name?: string;
  description?: string;
  permissions?: string[];
  denies?: string[];
  includes?: string[];
}

interface GroupContent {
  slug?: string;
  name?: string;
  description?: string;
  permissions?: string[];
  settings?: AskedSettings;
}

type AskedSettings = Record<string, string>;

/** Operations without a request body are handed undefined. */
export type BodyOf<Id extends OperationId> = Id extends keyof Bodies ? Bodies[Id] : undefined;
