import type { HttpReader } from '../../connector/http/http-interface.ts';
import { decodeJson, type JsonObject } from '../../connector/protocol/json-object.ts';
import { nextByLink, readWhole } from '../../connector/protocol/whole-list.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { failure, success } from '../../source/outcome.ts';
import { type ForgeAnswer, forgeRead } from '../forge-answer.ts';

const PAGE_SIZE = 100;

interface GitlabList<T> {
  readonly name: string;
  readonly origin: Origin;
  /** With a query. */
  readonly path: string;
  readonly item: (found: JsonObject) => T;
  readonly id: (item: T) => string;
}

/** A list by its `Link` headers, and whole. */
export async function gitlabList<T>(
  client: Pick<HttpReader, 'get'>,
  { name, origin, path, item, id }: GitlabList<T>,
): Promise<ForgeAnswer<readonly T[]>> {
  const read = await readWhole<T, string>({
    name,
    origin,
    first: `${path}&per_page=${PAGE_SIZE}`,
    pageSize: PAGE_SIZE,
    id,
    page: async (at) => {
      const exchange = await client.get(at);
      if (exchange.end === 'failure') return failure(exchange.diagnostic);
      if (exchange.end === 'refusal') {
        const { kind, problem } = exchange;
        const code = kind === 'missing' ? 'token-forbidden' : 'connector-incomplete-read';
        return failure(diagnostic(code, `${name}: ${problem.detail} (${problem.status})`, origin));
      }
      const decoded = decodeJson({ items: exchange.body }, (found) => found.list('items').map(item));
      if (!decoded.ok) {
        const message = `${name}: the answer is not as the API is documented: ${decoded.fault}`;
        return failure(diagnostic('connector-protocol', message, origin));
      }
      const next = nextByLink(exchange.headers, origin);
      return next.ok ? success({ items: decoded.value, next: next.value }) : next;
    },
  });
  return forgeRead(read);
}
