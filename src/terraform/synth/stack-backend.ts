import type { Construct } from 'constructs';
import type { WrittenBackend } from '../../policy/document-types.ts';
import { backendBlock } from './backend-configuration.ts';
import { TerraformBackend, type TerraformRemoteState } from './library.ts';

/**
 * The backend that a workspace file names, as a construct. What is written there is rendered as it is: the library's own
 * backends know fewer settings than terraform does.
 */
export class StackBackend extends TerraformBackend {
  readonly #block: ReturnType<typeof backendBlock>;

  /** `placed` says where a path in the workspace file is from the stack's folder. */
  constructor(
    scope: Construct,
    backend: WrittenBackend,
    { stack, placed }: { readonly stack: string; readonly placed: (path: string) => string },
  ) {
    super(scope, 'backend', backend.type);
    this.#block = backendBlock(backend, stack, placed);
  }

  protected override synthesizeAttributes(): Record<string, never> {
    return {};
  }

  override toTerraform(): unknown {
    return { terraform: this.#block };
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error('A stack of documents has no outputs that another stack could read through its state.');
  }
}
