import type { Origin } from '../../../source/origin.ts';
import { failure, type Outcome, success } from '../../../source/outcome.ts';
import type { HttpReader } from '../../http/http-interface.ts';
import type { ApiDescription, VersionBound } from '../description/api-description.ts';
import { asReadStop, readStop } from './read-stops.ts';
import { fieldAt, scalarText } from './row-field.ts';

/** The version that the platform tells, which is one that the file is for; null where the file asks for none. Rule `version`. */
export async function checkVersion(
  http: Pick<HttpReader, 'get'>,
  { version }: ApiDescription,
  base: string,
): Promise<Outcome<string | null>> {
  if (version === null) return success(null);
  const origin: Origin = { from: 'live', url: `${base}${version.get}` };
  const exchange = await http.get(version.get);
  if (exchange.end === 'failure') return failure(asReadStop('told-by', 'version', exchange.diagnostic));
  const told = exchange.end === 'answer' ? scalarText(fieldAt(exchange.body, version.path)) : null;
  const number = told === null ? null : numberOf(told);
  if (number === null) {
    return failure(
      readStop('told-by', 'version', 'the platform does not tell its version where the file says', origin),
    );
  }
  if (version.bounds.every((bound) => isWithin(number, bound))) return success(told);
  const what = `the platform is of version ${told}, and the file is for ${version.written}`;
  return failure(readStop('told-by', 'version', what, origin));
}

/** `v12.4.1-beta` → 12, 4, 1; null where it begins with no number. */
function numberOf(told: string): readonly number[] | null {
  const found = /^v?(\d+(?:\.\d+)*)/.exec(told)?.[1];
  return found === undefined ? null : found.split('.').map(Number);
}

function isWithin(number: readonly number[], { is, version }: VersionBound): boolean {
  const order = compare(number, version);
  switch (is) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '=':
      // As far as it is written: =3 is any 3.x.
      return compare(number.slice(0, version.length), version) === 0;
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
