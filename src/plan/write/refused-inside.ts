import { type ScopePath, scopeChain } from '../../resource/identifiers.ts';
import type { Write } from './write.ts';
import { closesScope } from './write-phases.ts';

/** A closing, and what in the scope had to go before and was refused. */
export interface RefusedInside {
  readonly scope: ScopePath;
  readonly inner: ScopePath;
  readonly notDone: 'closed' | 'deleted';
}

/**
 * Null where the write does not close a scope around the refused one: closed in it, or deleted there, where the closing waits
 * for that. Such a closing would be asked for in vain, or leave something open in what is taken for closed.
 */
export function refusedInside(write: Write, refused: Write): RefusedInside | null {
  if (write.write !== 'update-scope' || !closesScope(write)) return null;
  if (refused.write !== 'update-scope' && refused.write !== 'delete-scope') return null;
  const isClosing = refused.write === 'update-scope';
  if (isClosing ? !closesScope(refused) : write.moment !== 'closes-emptied') return null;
  const [scope, inner] = [write.path, refused.path];
  if (scope === inner || !scopeChain(inner).includes(scope)) return null;
  return { scope, inner, notDone: isClosing ? 'closed' : 'deleted' };
}
