import type { Resource } from '../../../resource/resource.ts';
import { addressOf } from '../../../resource/resource-types.ts';
import type { Row, RowDiagnostic } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { rowProblem } from '../block-diagnostics.ts';
import type { TypeName } from '../schema/resource-tables.ts';
import { resourcesOfBlock } from '../schema/row-resources.ts';
import type { ReadyProvider } from '../session/provider-session.ts';

/** As many of the people of a group have to be in another for it to look like the same one. */
const MOST = 0.5;
const AT_LEAST = 2;

/**
 * What of the live organization looks like a row of the state that is gone, and has no block that was seen so far. Only
 * for what has a title or people to be told by, and where nothing that lasts was kept: it is a guess, and only told.
 */
export function renameCandidateProblem(
  type: TypeName,
  row: Row,
  session: ReadyProvider,
): RowDiagnostic | null {
  const { live, platform, claims } = session;
  const [gone] = resourcesOfBlock(type, row, platform);
  if (gone === undefined) return null;
  for (const one of live.all(gone.type)) {
    if (claims.concerns(one.address)) continue;
    const likeness = likenessOf(gone, one);
    if (likeness === null) continue;
    const id = JSON.stringify(one.address.slice(one.address.indexOf(':') + 1));
    return rowProblem(
      `${type} ${JSON.stringify(textOrEmpty(row.id))} is gone, and ${id} looks like it`,
      [
        `${id} ${likeness}, and no block seen so far is for it. If somebody renamed one to the other, it still gives what it gave, and nothing manages it. Write its name into the block, and`,
        '  import {',
        `    to = ${type}.…`,
        `    id = ${id}`,
        '  }',
        'or remove it on the platform. Otherwise there is nothing to do.',
      ].join('\n'),
      null,
      'warning',
    );
  }
  return null;
}

/** In what two of one kind and place are alike; null where they are not. */
function likenessOf(gone: Resource, one: Resource): string | null {
  if (addressOf(gone.type, gone.attributes) === one.address) return null;
  if (gone.type === 'group' && one.type === 'group') {
    if (gone.attributes.home !== one.attributes.home) return null;
    const [was, is] = [gone.attributes.members, one.attributes.members];
    const both = [...was.keys()].filter((member) => is.has(member)).length;
    if (both >= AT_LEAST && both > MOST * Math.max(was.size, is.size))
      return both === was.size && both === is.size
        ? `has its ${both} people`
        : `has ${both} of its ${was.size} people`;
    return sameTitle(gone.attributes.title, one.attributes.title);
  }
  if (gone.type === 'role' && one.type === 'role')
    return sameTitle(gone.attributes.title, one.attributes.title);
  if (gone.type === 'scope' && one.type === 'scope') {
    const sameKind = gone.attributes.kind === one.attributes.kind;
    if (!sameKind || gone.attributes.parent !== one.attributes.parent) return null;
    return sameTitle(gone.attributes.title, one.attributes.title);
  }
  return null;
}

function sameTitle(gone: string, one: string): string | null {
  return gone !== '' && gone === one ? 'has its title' : null;
}
