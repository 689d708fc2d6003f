import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { CompletionNames } from './completion-names.ts';

/** What an editor is told of one organization: its platform, and the names it has where they are known. */
export interface EditorContext {
  readonly platform: PlatformDefinition;
  /** Null: any organization of the platform. Then names of its own can be anything. */
  readonly names: CompletionNames | null;
}
