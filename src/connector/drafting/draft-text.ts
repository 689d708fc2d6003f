import { escapeText } from '../../source/quote.ts';
import type { DraftedApi, DraftedField, DraftedList, DraftedPaging } from './drafted-list.ts';

/** What a person has to decide. The schema takes none of them, so no draft is used unread. */
const UNDECIDED = '"? decide"';

/** Names of fields that are often a grant, or say that one does not count. */
const GRANTING =
  /role|permission|admin|owner|scope|grant|access|member|group|team|privileg|level|right|polic|acl|active|enabled|disabled|block|suspend|lock|state|status|parent|inherit|deny|expire|until|type|kind|super|staff/i;

const WIDE = 100;

/** A connector file to go on with: all that is sure is there, and what is not is marked `DECIDE`. */
export function draftText(
  api: DraftedApi,
  source: string,
): { readonly text: string; readonly decisions: number } {
  const lines = [
    `# A draft of a connector file, made of ${comment(source)}. Each DECIDE is for a person: nothing here is known`,
    '# of what the lists mean, and no command takes the file before all are decided. Remove the lists without access.',
    '# docs/connectors/write-a-connector.md goes through it.',
    'apiVersion: bylaw/v1',
    'kind: Connector',
    `name: ${api.name}`,
    `title: ${JSON.stringify(comment(api.title))}`,
    ...(api.base === '' ? [] : [`base: ${quoted(api.base)}`]),
    '# The version of the product that the file is for, and where the product tells it:',
    '#   version: ">=3 <4"',
    '#   told-by: { get: /version, path: version }',
    ...authLines(api),
    '# Read until two readings agree; or { revision: PATH } · { header: NAME }, where each page has a counter of changes.',
    'consistent: twice',
    'lists:',
    ...api.lists.flatMap(listLines),
    ...(api.lists.length === 0
      ? [`  # DECIDE: the document has no list that speaks of access.`, `  ${UNDECIDED}: {}`]
      : []),
    ...readLines(api),
    ...writeLines(api),
  ];
  const decisions = lines.filter((line) => line.includes('DECIDE:')).length;
  return { text: `${lines.join('\n')}\n`, decisions };
}

function authLines({ auth, name }: DraftedApi): readonly string[] {
  const variable = name
    .toUpperCase()
    .replaceAll('-', '_')
    .replace(/^(?=\d)/, 'API_');
  switch (auth?.by) {
    case 'bearer':
      return [`auth: { bearer: ${variable}_TOKEN }`];
    case 'basic':
      return [`auth: { basic: { user: ${variable}_USER, password: ${variable}_PASSWORD } }`];
    case 'header':
      return [`auth: { header: ${auth.header}, variable: ${variable}_TOKEN }`];
    case undefined:
      return [
        '# DECIDE: how requests are let in: bearer, basic, or header with variable; by the names of variables.',
        `auth: ${UNDECIDED}`,
      ];
  }
}

/** How many decisions each list asks for. */
export function decisionsOf(list: DraftedList): number {
  return listLines(list).filter((line) => line.includes('DECIDE:')).length;
}

function listLines(list: DraftedList): readonly string[] {
  const { name, get, around, items, id, summary } = list;
  return [
    ...(summary === '' ? [] : [`  # ${comment(summary)}`]),
    `  ${name}:`,
    ...(around === null ? [] : [`    for: ${around.list}`]),
    ...(around === null || around.sure
      ? []
      : [`    # DECIDE: whether ${around.field} is what the path wants, and then take the sign off.`]),
    `    get: ${quoted(around === null || around.sure ? get : `? ${get}`)}`,
    `    items: ${quoted(items.length === 0 ? '.' : items.join('.'))}`,
    ...(id === null ? ['    # DECIDE: what tells rows apart: a path, or several.'] : []),
    `    id: ${id === null ? UNDECIDED : quoted(id.length === 0 ? '.' : id.join('.'))}`,
    ...pageLines(list.paging),
    ...wholeLines(list),
    ...leavesLines(list),
  ];
}

function pageLines(paging: DraftedPaging): readonly string[] {
  if (paging.by === 'none') return ['    page: none'];
  const { by, at, size, most, usual, first, next } = paging;
  const told = usual === null ? '' : `; ${usual}, where nobody asks for a number`;
  const untold = by === 'cursor' && next === null;
  const keys = [
    `by: ${by}`,
    ...(at === null ? [] : [`at: ${quoted(at)}`]),
    ...(size === null ? [] : [`size: ${quoted(size)}`]),
    `most: ${most === null ? UNDECIDED : Math.min(most, 10_000)}`,
    ...(first === null ? [] : [`first: "? ${first}"`]),
    ...(by === 'cursor' ? [`next: ${next === null ? UNDECIDED : quoted(next.join('.'))}`] : []),
  ];
  return [
    ...(most === null ? [`    # DECIDE: how many items there are on a page at most${told}.`] : []),
    ...(first === null ? [] : ['    # DECIDE: whether the first page is 0; leave it out where it is 1.']),
    ...(untold ? ['    # DECIDE: where the answer has the next cursor.'] : []),
    `    page: { ${keys.join(', ')} }`,
  ];
}

function wholeLines({ paging, total }: DraftedList): readonly string[] {
  if (total !== null) {
    return [
      `    whole: ${total.by === 'path' ? `{ total: ${quoted(total.path.join('.'))} }` : `{ total-header: ${quoted(total.name)} }`}`,
    ];
  }
  switch (paging.by) {
    case 'cursor':
    case 'link':
      return ['    whole: ended'];
    case 'none':
      return [
        '    # DECIDE: how one knows that all of it came. unpaged, if the platform never cuts this list; { cut: PATH }, if it says',
        '    # so; or pages that the document does not tell of.',
        `    whole: ${UNDECIDED}`,
      ];
    case 'page':
    case 'offset':
      return [
        '    # DECIDE: where the total is: { total: PATH } or { total-header: NAME }. Without one, pages by number prove nothing.',
        `    whole: ${UNDECIDED}`,
      ];
  }
}

function leavesLines({ fields, id }: DraftedList): readonly string[] {
  const others = fields.filter(({ name }) => id === null || id[0] !== name);
  if (others.length === 0) return [];
  return [
    '    # DECIDE: a field that carries access is for `read`, and goes from here. Of one that carries none, take the sign off.',
    '    leaves:',
    ...others.map(leafLine),
  ];
}

function leafLine({ name, shape }: DraftedField): string {
  const remark = [shape, GRANTING.test(name) ? 'DECIDE: may be a grant' : ''].filter((part) => part !== '');
  return `      - ${JSON.stringify(`? ${comment(name)}`)}${remark.length === 0 ? '' : `  # ${comment(remark.join('; '))}`}`;
}

/** What a list may be, by its name: to be read, and not to be believed. */
const MEANINGS: readonly (readonly [RegExp, (list: DraftedList) => string])[] = [
  [
    /member|membership/,
    ({ name, around }) =>
      `membership: - { from: ${name}, group: { ref: ${around?.list ?? 'groups'}, by: … }, member: { ref: users, by: … } }`,
  ],
  [
    /user|people|person|account/,
    ({ name }) => `member: - { from: ${name}, key: …, state: { path: …, map: { … } } }`,
  ],
  [/group|team/, ({ name }) => `group: - { from: ${name}, key: … }`],
  [
    /assign|grant|access|collaborator|permission/,
    ({ name }) =>
      `assignment: - { from: ${name}, member: { ref: …, by: … }, roles: { path: …, map: { … } } }`,
  ],
  [/role|polic/, ({ name }) => `role: - { from: ${name}, key: …, permissions: { each: … } }`],
  [
    /project|scope|unit|workspace|vhost|organi/,
    ({ name }) => `scope: - { from: ${name}, kind: { const: … }, name: … }`,
  ],
];

function readLines({ lists }: DraftedApi): readonly string[] {
  return [
    '# DECIDE: what of the access model stands in the lists; what a list may be, by its name:',
    ...lists.flatMap((list) => {
      const meaning = MEANINGS.find(([names]) => names.test(list.name));
      return meaning === undefined ? [] : [`#   ${meaning[1](list)}`];
    }),
    `read: ${UNDECIDED}`,
  ];
}

function writeLines({ writes }: DraftedApi): readonly string[] {
  if (writes.length === 0) return [];
  return [
    '# Requests that change something, for `write:`. A kind that is not described is not supported.',
    ...writes.map(
      ({ method, path, summary }) =>
        `#   ${method.padEnd(6)} ${comment(path)}${summary === '' ? '' : `   ${comment(summary)}`}`,
    ),
  ];
}

/** Text of the document for one line: nothing in it can end the line. */
function comment(text: string): string {
  const shown = escapeText(text.replaceAll(/\s+/g, ' ').trim());
  return shown.length > WIDE ? `${shown.slice(0, WIDE - 1)}…` : shown;
}

/** As it is where YAML takes it for a text. */
function quoted(text: string): string {
  return /^[A-Za-z/][A-Za-z0-9_/.-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
