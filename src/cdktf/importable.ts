import type { Construct } from 'constructs';
import { ImportableResource, type TerraformProvider } from '../terraform/synth/library.ts';

export interface ImportTargetBlock {
  readonly type: string;
  /** The natural key. */
  readonly id: string;
  readonly provider: TerraformProvider | undefined;
}

/** An `import` block without a block to import to: `terraform plan -generate-config-out` writes that one. */
export function importBlock(
  scope: Construct,
  name: string,
  { type, id, provider }: ImportTargetBlock,
): ImportableResource {
  return new ImportableResource(scope, name, {
    terraformResourceType: type,
    importId: id,
    ...(provider === undefined ? {} : { provider }),
  });
}
