import type { Write } from '../../plan/write/write.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import type { HttpWriter } from '../http/http-interface.ts';
import { notSupported } from '../not-supported.ts';
import type { DescribedRead, DescribedSite } from './read-described.ts';

/** What a write is made with. Writes of one connection come one after another, and none beside a read. */
export interface DescribedWriteContext {
  readonly site: DescribedSite;
  /** Watched: whether a write that failed may have been made all the same is told by what went through it. */
  readonly http: HttpWriter;
  /** What was read last, with the ids of everything. */
  readonly last: DescribedRead;
  /** What has to be known of a write that succeeded. */
  readonly note: (found: Diagnostic) => void;
}

/** What is described, and is not sent yet: a plan says so, and nothing is begun. */
export const NOT_PERFORMED = {
  why: 'Writes of connector files are described, and not made yet.',
  wayOut: 'Make the change on the platform itself, or write the documents as it is there.',
} as const;

/** Makes one write as the file describes it. Fails as `LiveWriter.write`. */
export async function performDescribedWrite(_: DescribedWriteContext, __: Write): Promise<Outcome<null>> {
  return failure(notSupported(NOT_PERFORMED));
}
