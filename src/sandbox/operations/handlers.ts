import type { OperationTable } from '../api/handler.ts';
import * as assignments from './assignments.ts';
import { listAuditEvents } from './audit-events.ts';
import { getEffectiveAccess, listEffectiveAccess } from './effective-access.ts';
import * as groupMembers from './group-members.ts';
import * as groupNesting from './group-nesting.ts';
import * as groupRoles from './group-roles.ts';
import * as groups from './groups.ts';
import * as members from './members.ts';
import { getOrganization } from './organization.ts';
import * as roles from './roles.ts';
import * as scopeMembers from './scope-members.ts';
import * as scopes from './scopes.ts';

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
