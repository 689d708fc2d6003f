import type { OperationTable } from '../api/handler.ts';
import * as assignments from './assignment-operations.ts';
import { listAuditEvents } from './audit-event-operations.ts';
import { getEffectiveAccess, listEffectiveAccess } from './effective-access-operations.ts';
import * as groupMembers from './group-member-operations.ts';
import * as groupNesting from './group-nesting-operations.ts';
import * as groups from './group-operations.ts';
import * as groupRoles from './group-role-operations.ts';
import * as members from './member-operations.ts';
import { getOrganization } from './organization-operations.ts';
import * as roles from './role-operations.ts';
import * as scopeMembers from './scope-member-operations.ts';
import * as scopes from './scope-operations.ts';

export const operationHandlers: OperationTable = {
  getOrganization,
  listScopes: scopes.listScopes,
  createScope: scopes.createScope,
  getScope: scopes.getScope,
  updateScope: scopes.updateScope,
  deleteScope: scopes.deleteScope,
  listRoles: roles.listRoles,
  createRole: roles.createRole,
  getRole: roles.getRole,
  updateRole: roles.updateRole,
  deleteRole: roles.deleteRole,
  listMembers: members.listMembers,
  createMember: members.createMember,
  getMember: members.getMember,
  updateMember: members.updateMember,
  deleteMember: members.deleteMember,
  acceptInvitation: members.acceptInvitation,
  resendInvitation: members.resendInvitation,
  createScopeMember: scopeMembers.createScopeMember,
  getScopeMember: scopeMembers.getScopeMember,
  updateScopeMember: scopeMembers.updateScopeMember,
  deleteScopeMember: scopeMembers.deleteScopeMember,
  acceptScopeInvitation: scopeMembers.acceptScopeInvitation,
  resendScopeInvitation: scopeMembers.resendScopeInvitation,
  listGroups: groups.listGroups,
  createGroup: groups.createGroup,
  getGroup: groups.getGroup,
  updateGroup: groups.updateGroup,
  deleteGroup: groups.deleteGroup,
  listGroupMembers: groupMembers.listGroupMembers,
  addGroupMember: groupMembers.addGroupMember,
  updateGroupMember: groupMembers.updateGroupMember,
  removeGroupMember: groupMembers.removeGroupMember,
  listGroupGroups: groupNesting.listGroupGroups,
  addGroupGroup: groupNesting.addGroupGroup,
  removeGroupGroup: groupNesting.removeGroupGroup,
  listGroupRoles: groupRoles.listGroupRoles,
  addGroupRole: groupRoles.addGroupRole,
  removeGroupRole: groupRoles.removeGroupRole,
  listAssignments: assignments.listAssignments,
  getAssignment: assignments.getAssignment,
  putAssignment: assignments.putAssignment,
  deleteAssignment: assignments.deleteAssignment,
  listMemberships: groupMembers.listMemberships,
  listScopeMembers: scopeMembers.listScopeMembers,
  listGroupNestings: groupNesting.listGroupNestings,
  getEffectiveAccess,
  listEffectiveAccess,
  listAuditEvents,
};
