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
} from './access-construct.ts';
export { AccessDocuments, type DocumentsConfig } from './access-documents.ts';
export { AccessRow, type RowLifecycle } from './access-row.ts';
export { AccessRows } from './access-rows.ts';
export {
  AccessStack,
  type AccessStackConfig,
  type AccessStackFilesConfig,
  type AccessStackSettings,
} from './access-stack.ts';
export * from './blocks/assignment-block.ts';
export * from './blocks/data-access-block.ts';
export * from './blocks/data-group-block.ts';
export * from './blocks/data-member-block.ts';
export * from './blocks/data-platform-block.ts';
export * from './blocks/group-block.ts';
export * from './blocks/member-block.ts';
export * from './blocks/provider-block.ts';
export * from './blocks/role-block.ts';
export * from './blocks/roster-block.ts';
export * from './blocks/scope-block.ts';
export { can } from './can-expression.ts';
export { literal } from './literal.ts';
export type { RowAttributes, RowType } from './row-types.ts';
