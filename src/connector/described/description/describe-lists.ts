import type { Findings } from '../../../source/findings.ts';
import { known } from '../../../source/known.ts';
import { quote } from '../../../source/quote.ts';
import { type DocumentPath, keyOrigin } from '../../../source/source-document.ts';
import type { ListDescription, Paging, WholeProof } from './api-description.ts';
import type { WrittenList, WrittenPage } from './connector-document.ts';
import { describeBody } from './describe-body.ts';
import { conditions, fieldPath, listNamed, type ValuePlace } from './describe-values.ts';
import type { FieldPath, PathPart } from './value-description.ts';

/** The lists of a file, each with its proof. Code: `connector-invalid`. */
export function describeLists(
  written: Readonly<Record<string, WrittenList>>,
  place: ValuePlace,
): ReadonlyMap<string, ListDescription> {
  const { findings } = place;
  const lists = new Map<string, ListDescription>();
  for (const [name, list] of Object.entries(written)) {
    const at: DocumentPath = ['lists', name];
    const around = list.for === undefined ? null : listNamed(list.for, [...at, 'for'], place);
    if (around !== null && place.lists.get(around)?.isBelow === true) {
      const message = `${quote(around)} is itself read for each row of another list; one level is all that can be described.`;
      findings.atValue('connector-invalid', [...at, 'for'], message);
    }
    const paging = describePaging(list.page, [...at, 'page'], findings);
    const { whole, cut } = describeProof(list, paging, [...at, 'whole'], findings);
    lists.set(name, {
      name,
      origin: keyOrigin(findings.document, at),
      ...describeAsking(list, around, paging, at, findings),
      query: new Map(list.query === undefined ? [] : Object.entries(list.query)),
      around,
      items: fieldPath(list.items),
      id: (typeof list.id === 'string' ? [list.id] : list.id).map(fieldPath),
      paging,
      whole,
      cut,
      leaves: new Set(list.leaves),
      leavesRows: conditions(list['leaves-rows']),
    });
  }
  return lists;
}

/** What is asked, and how. Exactly one of GET, and of POST with a body, which only reads. */
function describeAsking(
  { get, post, body }: WrittenList,
  around: string | null,
  paging: Paging,
  at: DocumentPath,
  findings: Findings,
): Pick<ListDescription, 'get' | 'body'> {
  const wrong = (message: string, hint: string): void => {
    findings.atKey('connector-invalid', at, message, { hint });
  };
  const path = get ?? post;
  if (path === undefined || (get !== undefined && post !== undefined)) {
    const ways = path === undefined ? 'no' : 'two';
    wrong(`There are ${ways} requests for the list.`, 'Write get; or post, with body.');
  }
  if ((post === undefined) !== (body === undefined))
    wrong('`post` and `body` belong together.', 'Write both.');
  if (post !== undefined && paging.by !== 'none') {
    wrong('A list that is read by post has one page.', 'Write page: none.');
  }
  return {
    get:
      path === undefined
        ? []
        : get === undefined
          ? describeGet(path, null, [...at, 'post'], findings)
          : describeGet(path, around, [...at, 'get'], findings),
    body: body === undefined ? null : describeBody(body, around, [...at, 'body'], findings),
  };
}

const FIELD = /\{([^{}]*)\}/;

/** The parts of a path. Only the row around can be named in it, so that no other list widens what is sent. */
function describeGet(
  written: string,
  around: string | null,
  at: DocumentPath,
  findings: Findings,
): readonly PathPart[] {
  if (written.split('/').some((segment) => segment === '.' || segment === '..')) {
    findings.atValue('connector-invalid', at, 'A path never leads back.');
  }
  const parts: PathPart[] = [];
  // Texts and names of fields in turn, as `split` tells them.
  for (const [index, part] of written.split(FIELD).entries()) {
    if (index % 2 === 0) {
      if (part !== '') parts.push({ is: 'text', text: part });
      continue;
    }
    const [list, ...path] = part.split('.');
    if (list !== around || path.length === 0) {
      const hint = around === null ? 'Write for: LIST.' : `Write {${around}.FIELD}.`;
      findings.atValue('connector-invalid', at, `{${part}} is no field of a row around this list.`, { hint });
    } else {
      parts.push({ is: 'field', path });
    }
  }
  if (parts.some(({ is }) => is === 'text' && /[{}]/.test(textOf(parts)))) {
    findings.atValue('connector-invalid', at, 'A brace stands alone in the path.');
  }
  return parts;
}

function textOf(parts: readonly PathPart[]): string {
  return parts.map((part) => (part.is === 'text' ? part.text : 'x')).join('');
}

/** What each style of paging has to say beside `by` and `most`, and what it cannot say. */
const PAGE_KEYS = {
  page: { needs: ['at'], mayHave: ['size', 'first'] },
  offset: { needs: ['at'], mayHave: ['size', 'first'] },
  cursor: { needs: ['at', 'next'], mayHave: ['size', 'ends'] },
  link: { needs: [], mayHave: ['size', 'next', 'ends'] },
} as const satisfies Readonly<
  Record<
    WrittenPage['by'],
    { needs: readonly (keyof WrittenPage)[]; mayHave: readonly (keyof WrittenPage)[] }
  >
>;

function describePaging(written: string | WrittenPage, at: DocumentPath, findings: Findings): Paging {
  if (typeof written === 'string') return { by: 'none' };
  const { needs, mayHave } = PAGE_KEYS[written.by];
  const missing = needs.filter((key) => written[key] === undefined);
  for (const key of missing) {
    findings.atKey('connector-invalid', at, `Pages by ${written.by} need \`${key}\`.`);
  }
  const allowed: readonly string[] = ['by', 'most', ...needs, ...mayHave];
  for (const key of Object.keys(written).filter((one) => !allowed.includes(one))) {
    findings.atKey('connector-invalid', [...at, key], `Pages by ${written.by} have no \`${key}\`.`, {
      hint: `Keys here: ${allowed.join(', ')}.`,
    });
  }
  // Told above: nothing is read by a description with faults.
  if (missing.length > 0) return { by: 'none' };
  const size = written.size === undefined ? null : written.size;
  const { most } = written;
  const ends = written.ends === undefined ? 'null' : written.ends;
  const next: FieldPath | null = written.next === undefined ? null : fieldPath(written.next);
  switch (written.by) {
    case 'page':
      return { by: 'page', at: parameter(written), first: written.first === 0 ? 0 : 1, size, most };
    case 'offset':
      return { by: 'offset', at: parameter(written), first: written.first === 1 ? 1 : 0, size, most };
    case 'cursor':
      return {
        by: 'cursor',
        at: parameter(written),
        next: known(next, 'where the cursor is'),
        ends,
        size,
        most,
      };
    case 'link':
      return { by: 'link', next, ends, size, most };
  }
}

function parameter({ at }: WrittenPage): string {
  return known(at, 'the parameter of a page');
}

/** No list without a proof, and no proof that proves nothing: a short page is no end, and a page is not the whole. */
function describeProof(
  { page, whole: written }: WrittenList,
  paging: Paging,
  at: DocumentPath,
  findings: Findings,
): { readonly whole: WholeProof; readonly cut: FieldPath | null } {
  const wrong = (message: string, hint: string): void => {
    findings.atValue('connector-invalid', at, message, { hint });
  };
  const paged = page !== 'none';
  const said = typeof written === 'string' ? {} : written;
  const cut = said.cut === undefined ? null : fieldPath(said.cut);
  if (said.total !== undefined && said['total-header'] !== undefined) {
    wrong('The list has two totals.', 'Write total or total-header.');
  }
  if (said.total !== undefined) return { whole: { by: 'total', path: fieldPath(said.total) }, cut };
  if (said['total-header'] !== undefined)
    return { whole: { by: 'total-header', name: said['total-header'].toLowerCase() }, cut };
  if (written === 'ended') {
    if (!paged || paging.by === 'page' || paging.by === 'offset') {
      wrong(
        'Without a cursor or link, nothing says that there is no next page.',
        'Write total or total-header; for a list that has no pages, unpaged.',
      );
    }
    return { whole: { by: 'ended' }, cut };
  }
  if (paged) {
    const how = written === 'unpaged' ? 'unpaged' : 'cut';
    wrong(
      `The list has pages, so ${how} proves nothing.`,
      'Write total, total-header, or ended for cursors and links.',
    );
  }
  return { whole: { by: 'unpaged' }, cut };
}
