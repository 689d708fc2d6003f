import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { fieldAt } from '../described/read/row-field.ts';
import type { HttpReader } from '../http/http-interface.ts';
import type { ScimDialect } from './scim-dialect.ts';
import { plainly } from './scim-wire.ts';

/** What a server says of itself, as far as writes go by it. */
export interface ProviderConfig {
  readonly patch: boolean;
  readonly filter: boolean;
  readonly etag: boolean;
}

const PATH = '/ServiceProviderConfig';

/** What the server says of itself; by the dialect where it has no such page. Fails as the client, and with connector-protocol. */
export async function readProviderConfig(
  http: Pick<HttpReader, 'get'>,
  base: string,
  { hasConfig }: ScimDialect,
): Promise<Outcome<ProviderConfig>> {
  if (!hasConfig) return success({ patch: true, filter: true, etag: false });
  const exchange = plainly(await http.get(PATH), base, PATH);
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  const origin = { from: 'live', url: `${base}${PATH}` } as const;
  if (exchange.end === 'refusal') {
    const { status, detail } = exchange.problem;
    const isNowhere = exchange.kind === 'missing';
    const message = isNowhere
      ? `There is no SCIM at ${base}: ${PATH} answers 404`
      : `${PATH}: the server answers ${status}: ${detail}`;
    return failure(
      diagnostic(isNowhere ? 'unknown-live-organization' : 'connector-protocol', message, origin, {
        hint: 'Check url and base; where the server has no such page, write `config: none` in dialect.',
      }),
    );
  }
  const said = (name: string): unknown => fieldAt(exchange.body, [name, 'supported']);
  const supports = { patch: said('patch'), filter: said('filter'), etag: said('etag') };
  if (typeof supports.patch !== 'boolean') {
    const message = `${PATH} does not say whether PATCH is supported`;
    return failure(diagnostic('connector-protocol', message, origin));
  }
  return success({ patch: supports.patch, filter: supports.filter === true, etag: supports.etag === true });
}
