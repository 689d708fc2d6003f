/**
 * `bylaw/cdktf`: access as code in a CDKTF app. Constructs for what the provider has, and whole stacks out of documents.
 * See docs/cdktf.md.
 */
export {
  Access,
  type AccessConfig,
  type AccessFilesConfig,
  type AccessSettings,
  type ProviderSettings,
} from './access.ts';
export { AccessRow, type RowLifecycle } from './access-row.ts';
export { AccessRows } from './access-rows.ts';
export {
  AccessStack,
  type AccessStackConfig,
  type AccessStackFilesConfig,
  type AccessStackSettings,
} from './access-stack.ts';
export * from './blocks/assignment.ts';
export * from './blocks/data-access.ts';
export * from './blocks/data-group.ts';
export * from './blocks/data-member.ts';
export * from './blocks/data-platform.ts';
export * from './blocks/group.ts';
export * from './blocks/member.ts';
export * from './blocks/provider.ts';
export * from './blocks/role.ts';
export * from './blocks/roster.ts';
export * from './blocks/scope.ts';
export { can } from './can.ts';
export { AccessDocuments, type DocumentsConfig } from './documents.ts';
export { literal } from './literal.ts';
export type { RowAttributes, RowType } from './row-types.ts';
