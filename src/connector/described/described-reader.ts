import type { Outcome } from '../../source/outcome.ts';
import type { LiveReader } from '../connector.ts';
import type { RetryRules } from '../http/retry.ts';
import type { ClientClock } from '../http/time.ts';
import type { DescribedRead } from './read/read-described.ts';
import type { ToldAccess } from './read/read-effective.ts';

export interface DescribedTiming {
  readonly time: ClientClock;
  readonly retry: RetryRules;
}

export interface DescribedReader extends LiveReader {
  /** The platform's own answer to what people may do; null where the file describes none. Fails as `read`. */
  effective(): Promise<Outcome<ToldAccess | null>>;
  /** What the last read saw besides: the version of the platform, and the lists; null before one. */
  seen(): Pick<DescribedRead, 'version' | 'tables'> | null;
}
