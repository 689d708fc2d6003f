import type { Write } from '../plan/write/write.ts';
import { rolesWithMinimumHolders, writeSteps } from '../plan/write/write-phases.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { LiveWriter } from './connector.ts';
import { isImpossible, notSupported } from './not-supported.ts';

/** What became of writes: every one of them is in exactly one list. */
export interface PerformResult {
  readonly done: readonly Write[];
  readonly failed: readonly { readonly write: Write; readonly diagnostics: readonly Diagnostic[] }[];
  /** Not tried, because something before them failed or somebody asked to stop. */
  readonly left: readonly Write[];
}

/** The platform said no to this one thing; nothing else is wrong. */
export function isRefusal({ diagnostics }: PerformResult['failed'][number]): boolean {
  return diagnostics.length > 0 && diagnostics.every(({ code }) => code === 'connector-refused');
}

/** Enough to keep a connector's own bound on requests in flight busy. */
const SIDE_BY_SIDE = 16;

/**
 * Makes writes in the order of an apply: each step side by side, the next only when all of the one before are done.
 * After a failure, or once `stopped` says so, nothing more is begun, because later writes stand on earlier ones; what
 * was in flight is awaited, so that the account given is complete. Only a refusal of one thing lets the rest of its step be
 * tried: writes of one step touch different things. Where one of them cannot be made at all, none is. Who must hold a
 * role at any moment is asked of the platform here, and of no connector.
 */
export async function performWrites(
  writes: readonly Write[],
  writer: Pick<LiveWriter, 'write' | 'supports' | 'parentOf'>,
  platform: PlatformDefinition,
  onDone?: (write: Write) => void,
  stopped: () => boolean = () => false,
): Promise<PerformResult> {
  const done: Write[] = [];
  const failed: { readonly write: Write; readonly diagnostics: readonly Diagnostic[] }[] = [];
  const left: Write[] = [];
  const impossible = writes.flatMap((write) => {
    const unsupported = writer.supports?.(write) ?? null;
    return isImpossible(unsupported) ? [{ write, diagnostics: [notSupported(unsupported)] }] : [];
  });
  if (impossible.length > 0) {
    const held = new Set(impossible.map(({ write }) => write));
    return { done, failed: impossible, left: writes.filter((write) => !held.has(write)) };
  }
  for (const step of writeSteps(writes, rolesWithMinimumHolders(platform), writer.parentOf)) {
    if (failed.length > 0 || stopped()) {
      left.push(...step);
      continue;
    }
    const queue = [...step].reverse();
    const worker = async (): Promise<void> => {
      for (let write = queue.pop(); write !== undefined; write = queue.pop()) {
        const result = await writer.write(write);
        if (result.ok) {
          done.push(write);
          onDone?.(write);
        } else {
          failed.push({ write, diagnostics: result.diagnostics });
        }
        if (!failed.every(isRefusal) || stopped()) return;
      }
    };
    await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, step.length) }, worker));
    left.push(...queue.reverse());
  }
  return { done, failed, left };
}
