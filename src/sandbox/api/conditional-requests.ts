import { ApiProblem } from './api-problem.ts';

export interface Versioned {
  readonly id: string;
  readonly version: number;
}

export interface RequestConditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** Strong, as If-Match needs: two states of one object never share it. */
export function entityTagOf(object: Versioned): string {
  return `"${object.id}.${object.version}"`;
}

/** Refuses the write when `current` (undefined: nothing there yet) is not what the caller last saw. */
export function requireUnchanged(requestConditions: RequestConditions, current: Versioned | undefined): void {
  const { ifMatch, ifNoneMatch } = requestConditions;
  if (ifNoneMatch !== undefined && ifNoneMatch.trim() !== '*') {
    throw new ApiProblem(422, 'invalid-request', 'If-None-Match can only be *');
  }
  if (ifNoneMatch !== undefined && current !== undefined) throw changed('it exists', current);
  if (ifMatch === undefined) return;
  if (current === undefined) throw changed('it does not exist', current);
  const named = ifMatch.split(',').map((tag) => tag.trim());
  // A weak tag (W/"…") never matches: If-Match compares strongly (RFC 9110, 13.1.1).
  if (!named.includes('*') && !named.includes(entityTagOf(current))) throw changed('it has changed', current);
}

function changed(detail: string, current: Versioned | undefined): ApiProblem {
  return new ApiProblem(412, 'precondition-failed', detail, {
    headers: current ? { etag: entityTagOf(current) } : {},
  });
}
