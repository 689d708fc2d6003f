import { createHash } from 'node:crypto';
import { compareText } from '../../source/text-order.ts';

/** Terraform copies the whole state for each change it makes, and that squares: states stay near this many rows. */
export const MAX_STACK_ROWS = 1000;

/** An organization and how many rows terraform would see of it. */
export interface OrganizationSize {
  readonly organization: string;
  readonly rows: number;
}

/** Organizations that one terraform run carries out, with one state. */
export interface Stack {
  /** An organization's name where it is alone; otherwise one that no organization can have. Safe as a file's name. */
  readonly name: string;
  /** Sorted. */
  readonly organizations: readonly string[];
}

/**
 * Which organizations run together: a function of their names and sizes alone, whatever order they are in. Extendible
 * hashing: organizations fall into buckets by the first bits of a hash of their name, and a bucket that is too full is
 * divided by the next bit. So whoever comes, or grows, moves nobody but those of its own bucket. An organization is
 * never divided, because the order among its rows rests on the dependencies within one state: one beyond the limit
 * stands alone, and divides nobody. `shared` begins the name of a stack of several.
 */
export function stacksOf(
  weighed: readonly OrganizationSize[],
  limit = MAX_STACK_ROWS,
  shared = '_stack',
): readonly Stack[] {
  const alone = weighed.filter(({ rows }) => rows > limit).map(({ organization }) => [organization]);
  const hashed = weighed
    .filter(({ rows }) => rows <= limit)
    .map((one): Hashed => ({ ...one, bits: bitsOf(one.organization) }));
  const buckets = divide(hashed, '', limit);
  return [
    ...alone.map((organizations) => stackOf(shared, organizations)),
    ...buckets.map(({ prefix, held }) =>
      stackOf(
        prefix === '' ? shared : `${shared}-${prefix}`,
        held.map(({ organization }) => organization),
      ),
    ),
  ].sort((a, b) => compareText(a.name, b.name));
}

interface Hashed extends OrganizationSize {
  readonly bits: string;
}

interface Bucket {
  readonly prefix: string;
  readonly held: readonly Hashed[];
}

function divide(held: readonly Hashed[], prefix: string, limit: number): readonly Bucket[] {
  if (held.length === 0) return [];
  const rows = held.reduce((sum, one) => sum + one.rows, 0);
  if (rows <= limit || held.length === 1) return [{ prefix, held }];
  return ['0', '1'].flatMap((bit) => {
    const half = held.filter(({ bits }) => bits[prefix.length] === bit);
    return divide(half, `${prefix}${bit}`, limit);
  });
}

/** 256 of them: two names that agree in all have not been found by anybody. */
function bitsOf(organization: string): string {
  const bytes = [...createHash('sha256').update(organization).digest()];
  return bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

/** `shared`: where it is of several. A name of an organization begins with a letter or digit. */
function stackOf(shared: string, organizations: readonly string[]): Stack {
  const sorted = [...organizations].sort(compareText);
  const [first = ''] = sorted;
  return { name: sorted.length === 1 ? first : shared, organizations: sorted };
}
