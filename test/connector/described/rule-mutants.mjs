/**
 * Removes each rule of the interpreter, one at a time, in a copy of what is committed: a test has to fail each time.
 * `node test/connector/described/rule-mutants.mjs [WORD…]`: only mutants whose name has one of the words. Minutes.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What it removes, the file below src/connector, the text, and the text in its place. */
const MUTANTS = [
  [
    'whole: total reached',
    'protocol/whole-list.ts',
    'if (total !== null && total !== items.length) {',
    'if (false) {',
  ],
  [
    'whole: total constant',
    'protocol/whole-list.ts',
    'if (told !== null && total !== null && told !== total) {',
    'if (false) {',
  ],
  ['whole: unique ids', 'protocol/whole-list.ts', 'if (ids.has(known)) return', 'if (false) return'],
  ['whole: page size', 'protocol/whole-list.ts', 'if (got.value.items.length > pageSize) {', 'if (false) {'],
  [
    'whole: cursor moves',
    'protocol/whole-list.ts',
    'if (visited.has(place)) return',
    'if (visited.has(place) && items.length < 9) return success(items); if (false) return',
  ],
  [
    'whole: total told',
    'described/read/list-table.ts',
    "number >= 0 ? number : 'unreadable'",
    'number >= 0 ? number : null',
  ],
  [
    'whole: an id',
    'described/read/list-table.ts',
    'if (id === null)',
    'if (id === null) continue;\n    if (id === null)',
  ],
  ['whole: cut', 'described/read/list-table.ts', 'if (!isMissing(cut) && cut !== false)', 'if (false)'],
  ['whole: a full page is followed', 'described/read/list-table.ts', '(came < asked && total', '(total'],
  [
    'whole: next has to be told',
    'described/read/list-table.ts',
    "if (told === undefined && ends === 'absent')",
    'if (told === undefined)',
  ],
  [
    'whole: next is a text',
    'described/read/list-table.ts',
    'if (text !== null) return success(text);',
    'return success(text);',
  ],
  [
    'answer: in body',
    'described/read/list-table.ts',
    'if (inBody !== null && !isMissing(fieldAt(body, inBody))) {',
    'if (false) {',
  ],
  [
    'answer: refusal is not empty',
    'described/read/list-table.ts',
    "if (exchange.end === 'refusal') {",
    "if (exchange.end === 'refusal' && exchange.problem.status === 404) return success({ items: [], next: null });\n  if (exchange.end === 'refusal') {",
  ],
  [
    'answer: failure is not empty',
    'described/read/list-table.ts',
    "if (exchange.end === 'failure')",
    "if (exchange.end === 'failure' && list.name !== 'x') return success({ items: [], next: null, total: null });\n  if (exchange.end === 'failure')",
  ],
  [
    'items',
    'described/read/list-table.ts',
    'if (!Array.isArray(items))',
    'if (!Array.isArray(items)) return success({ items: [], next: null });\n  if (!Array.isArray(items))',
  ],
  [
    'path: what is posted',
    'described/read/list-table.ts',
    'if (posted === undefined)',
    'if (posted === undefined) return success({ items: [], next: null, total: null });\n  if (posted === undefined)',
  ],
  [
    'a POST that only reads',
    'described/read/posted-body.ts',
    'return sent === body.literal;',
    'return true;',
  ],
  [
    'path: dots',
    'described/read/list-table.ts',
    'if (segment === null) return null;\n    path += segment;',
    'path += encodeURIComponent(String(text));',
  ],
  [
    'same host',
    'http/token-origin.ts',
    'if (parseUrl(url)?.origin === new URL(base).origin) return null;',
    'return null;',
  ],
  [
    'redirect',
    'http/token-origin.ts',
    'return target?.origin === new URL(url).origin ? target.href : null;',
    'return target?.href ?? null;',
  ],
  ['closed rows', 'described/read/closed-rows.ts', 'if (strange === null) continue;', 'continue;'],
  ['closed rows: inside of what is a text', 'described/read/closed-rows.ts', ' && !isHolder(value)', ''],
  [
    'closed words: map',
    'described/read/row-value.ts',
    'if (means !== undefined) return means;',
    'return means ?? text;',
  ],
  [
    'closed words: prefix',
    'described/read/row-value.ts',
    'if (text === null || text.startsWith(value.prefix))',
    'if (true)',
  ],
  [
    'closed words: where',
    'described/read/taken-rows.ts',
    'if (text === null || words.has(text)) continue;',
    'continue;',
  ],
  ['closed words: cases', 'described/read/permission-cases.ts', 'if (strange !== null) {', 'if (false) {'],
  ['rows taken: cases', 'described/read/permission-cases.ts', 'let taken = false;', 'let taken = true;'],
  ['cases: conditions', 'described/read/permission-cases.ts', 'if (!meets(item.item, where)) continue;', ''],
  [
    'reference: all fields',
    'described/read/row-field.ts',
    "return parts.length === 1 ? parts.join('') : JSON.stringify(parts);",
    "return parts.at(-1) ?? '';",
  ],
  ['keys: a boolean', 'described/read/held-keys.ts', "if (typeof value !== 'boolean') {", 'if (false) {'],
  ['keys: false is no permission', 'described/read/held-keys.ts', 'if (!value || leaves', 'if (leaves'],
  [
    'keys: an object',
    'described/read/held-keys.ts',
    'if (!isFields(object)) {',
    'if (!isFields(object)) return [];\n  if (false) {',
  ],
  [
    'keys: closed words',
    'described/read/held-keys.ts',
    'words === null ? key : words.get(key)',
    'words?.get(key) ?? key',
  ],
  [
    'keys: nothing inside of a key',
    'described/read/closed-rows.ts',
    'if (paths.readsKeys(list, at)) return strangeKey(value, at);',
    'if (paths.readsKeys(list, at)) return null;',
  ],
  ['rows taken', 'described/read/taken-rows.ts', 'if (!taken) stops.add', 'if (false) stops.add'],
  [
    'reference: row',
    'described/read/row-identities.ts',
    'if (this.#tables.get(ref.list)?.byId.has(named) !== true) {',
    'if (false) {',
  ],
  [
    'reference: type',
    'described/read/row-identities.ts',
    'if (this.#known[type].has(id)) return id;',
    'return id;',
  ],
  [
    'value: missing',
    'described/read/row-value.ts',
    'if (text !== null) return text;\n    const what',
    'if (text !== null || isMissing(found)) return text;\n    const what',
  ],
  [
    'value: exact numbers',
    'described/read/row-field.ts',
    'Number.isSafeInteger(value) ? String(value) : null',
    'String(value)',
  ],
  [
    'value: list inside',
    'described/read/row-value.ts',
    'if (!Array.isArray(inside)) {\n      return',
    'if (!Array.isArray(inside)) {\n      return [];\n      return',
  ],
  ['one name', 'described/read/row-identities.ts', 'if (before === undefined) this', 'if (true) this'],
  [
    'role of the platform',
    'described/read/row-identities.ts',
    'if (id !== undefined) return id;',
    'return id ?? null;',
  ],
  ['one state: twice', 'described/read/consistent-tables.ts', 'if (now === before)', 'if (true)'],
  [
    'one state: kept changing',
    'described/read/consistent-tables.ts',
    'if (pause === undefined) {',
    "if (pause === undefined && read.ok) return success({ tables: read.value, revision: '' });\n    if (pause === undefined) {",
  ],
  [
    'one state: counters differ',
    'described/read/consistent-tables.ts',
    'revisions.size === 1 && revision !== null',
    'revision !== null',
  ],
  [
    'one state: no counter',
    'described/read/consistent-tables.ts',
    '} else if (revisions.has(null)) {',
    '} else if (revisions.size === 0) {',
  ],
  [
    'version',
    'described/read/version-gate.ts',
    'if (version.bounds.every((bound) => isWithin(number, bound))) return success(told);',
    'return success(told);',
  ],
  [
    'version told',
    'described/read/version-gate.ts',
    'if (number === null) {',
    'if (number === null) return success(null);\n  if (number === null) {',
  ],
  [
    'untold: permissions of a role',
    'described/read/assemble-roles.ts',
    'if (permissions === undefined && entry.permissions === null && !predefined) {',
    'if (false) {',
  ],
  [
    'untold: nesting',
    'described/read/assemble-objects.ts',
    "if (platform.groups.nesting === 'native' &&",
    'if (false &&',
  ],
  [
    'untold: group permissions',
    'described/read/assemble-objects.ts',
    'if (entry.permissions === null && platform',
    'if (false && platform',
  ],
  [
    'untold: membership roles',
    'described/read/assemble-objects.ts',
    'if (entry.role === null && platform',
    'if (false && platform',
  ],
  [
    'untold: memberships',
    'described/read/assemble-objects.ts',
    "if (has('group') && !has('membership'))",
    'if (false)',
  ],
  [
    'places: pointer leads somewhere',
    'described/read/assemble-scopes.ts',
    'lists.filter((name) => tables.get(name)?.byId.has(pointer) === true)',
    'lists',
  ],
  [
    'places: path leads somewhere',
    'described/read/assemble-scopes.ts',
    'if (parentId !== undefined) return { slug, called, parentId };',
    'return { slug, called, parentId: parentId ?? root };',
  ],
  [
    'pointer is told',
    'described/read/row-value.ts',
    'if (found === null) return null;\n    const text',
    'if (found === null || found === undefined) return null;\n    const text',
  ],
  [
    'state is one of four',
    'described/read/assemble-people.ts',
    'if (state !== undefined) return state;',
    "return state ?? 'active';",
  ],
  [
    'predefined is true or false',
    'described/read/assemble-roles.ts',
    "if (told === null || told === 'true' || told === 'false')",
    'if (true)',
  ],
  [
    'count is a number',
    'described/read/assemble-objects.ts',
    'if (count !== null && !/^\\d{1,9}$/.test(count)) {',
    'if (false) {',
  ],
  [
    'count is held',
    'described/read/assemble-objects.ts',
    'memberCount: told === null ? listed : told',
    'memberCount: listed',
  ],
  [
    'write as-read: the list before',
    'described/write/described-writer.ts',
    'if (!sameKeys(expected, fresh)) {',
    'if (false) {',
  ],
  [
    'write whole-set: the list after',
    'described/write/described-writer.ts',
    'if (sameKeys(setKeys(whose, this.#now.state), setKeys(whose, after))) return;',
    'if (true) return;',
  ],
  [
    'write as-read: what is deleted is read again',
    'described/write/described-writer.ts',
    'if (!isSame)',
    'if (false)',
  ],
  [
    'write read-again: a refusal',
    'described/write/described-writer.ts',
    'if (!read.ok) throw new StoppedWrite(...read.diagnostics);\n        this.stand(read.value);\n        if (isDone(this.#now.state)) return;',
    'return;',
  ],
  [
    'write read-again: gone and listed',
    'described/write/refused-write.ts',
    "stop('read-again', `${detail}, and it is listed all the same`)",
    "stop('as-read', detail)",
  ],
  [
    'write read-again: a new id is new',
    'described/write/described-writer.ts',
    'tables.get(list.name)?.byId.has(made) === true',
    'false',
  ],
  [
    'write done: no error inside',
    'described/write/send-write.ts',
    'if (inBody !== null && !isMissing(fieldAt(body, inBody))) {',
    'if (false) {',
  ],
  [
    'write done: the status',
    'described/write/send-write.ts',
    'if (!request.expect.includes(status)) {',
    'if (false) {',
  ],
  ['write sent-path: ids', 'described/path-segment.ts', "part === '.' || part === '..'", 'false'],
  [
    'write sent-path: slashes',
    'described/path-segment.ts',
    "if (parts.length > 1 && slashes === 'none') return null;",
    '',
  ],
  ['write sent-path: the other slash', 'described/path-segment.ts', "id.includes('\\\\')", 'false'],
  ['write sent-path: encoded', 'described/path-segment.ts', 'return encodeURIComponent(id);', 'return id;'],
  [
    'write one: each text is sent',
    'described/write/write-words.ts',
    '(inBody(body, values) ?? untaken(body, values))',
    'inBody(body, values)',
  ],
  [
    'write one: two texts',
    'described/write/taken-text.ts',
    'if (other !== undefined) return',
    'if (false) return',
  ],
  [
    'write one: read as another',
    'described/write/taken-text.ts',
    'return same === undefined ? { sent: rest } :',
    'return true ? { sent: rest } :',
  ],
  [
    'write one: read as nothing',
    'described/write/taken-text.ts',
    'if (rest === field.absent) return',
    'if (false) return',
  ],
  [
    'write one: words that cannot be told apart',
    'described/description/describe-one.ts',
    'if (twice !== undefined) {',
    'if (false) {',
  ],
  [
    'write when: some of a list is not the list',
    'described/write/said-by-when.ts',
    'if (LISTS.includes(name))',
    'if (false)',
  ],
  [
    'write brings: both files',
    'described/write/one-member-groups.ts',
    'if (brings !== isOfOne)',
    'if (false)',
  ],
  [
    'write brings: of one person',
    'described/write/one-member-groups.ts',
    'person !== undefined && others.length === 0 && documentName(person) === name',
    'true',
  ],
  [
    'write brings: the title',
    'described/write/one-member-groups.ts',
    'if (person === undefined || title === person) return null;',
    'if (title !== undefined) return null;',
  ],
  [
    'write brings: goes with the group',
    'described/write/one-member-groups.ts',
    "case 'remove-group-member':\n      if (!brings) return null;",
    "case 'remove-group-member':\n      if (brings || !brings) return null;",
  ],
  [
    'write as-read: what is sent back is as it is now',
    'described/write/send-write.ts',
    'value === known ? item : value',
    'value',
  ],
  [
    'write as-read: what is made was not there',
    'described/write/described-writer.ts',
    'grant === null && makes(write) &&',
    'false &&',
  ],
  [
    'write: a look says nothing',
    'described/description/describe-requests.ts',
    'const says = new Set(names.mentions);',
    'const says = names.mentions;',
  ],
  ['write: partly', 'described/write/described-writer.ts', 'if (made.length > 0) this', 'if (false) this'],
  [
    'write: a POST is not sent twice',
    'described/open-described.ts',
    "method === 'PUT' ||",
    "method === 'PUT' || method === 'POST' ||",
  ],
  [
    'write: what is not described',
    'described/write/described-supports.ts',
    'if (way === null) {',
    'if (way === null) return null;\n  if (way === null) {',
  ],
  [
    'write: what is not sent',
    'described/write/described-supports.ts',
    'if (missing !== undefined) {',
    'if (false) {',
  ],
  ['write: replaces', 'described/write/described-supports.ts', 'if (replaces !== null) return replaces;', ''],
  [
    'write: what could be absent',
    'described/write/named-paths.ts',
    "if (certainty === 'always' || mayBeAbsent) return path;",
    'return path;',
  ],
  [
    'write: fields that no row has',
    'described/write/named-paths.ts',
    'return isLeft || this',
    'return true || this',
  ],
  [
    'parts all-sent: at plan time',
    'described/write/described-supports.ts',
    'untakenText(request, write) ?? unsayable',
    'unsayable',
  ],
  [
    'parts all-sent: what comes',
    'described/write/permission-steps.ts',
    'if (unsent !== undefined)',
    'if (false)',
  ],
  [
    'parts all-sent: what goes',
    'described/write/permission-steps.ts',
    "if (rows.length === 0 && !isTaken(body, 'permissions', one))",
    'if (false)',
  ],
  ['parts one-place', 'described/write/write-body.ts', 'if (items.length > 1)', 'if (false)'],
  [
    'parts: people are out before',
    'described/write/described-writer.ts',
    "if (way.empties && write.write === 'delete-group')",
    'if (false)',
  ],
  [
    'parts: a reason',
    'described/write/described-supports.ts',
    "if (way.by === 'nothing') return { why: way.why, wayOut: null };",
    "if (way.by === 'nothing') return null;",
  ],
  [
    'parts: one name of a group',
    'described/write/said-by-when.ts',
    "if (name === 'group' || name === 'child') return said.is === 'among' && said.words.length === 1;",
    '',
  ],
  [
    'parts: both what comes and what goes',
    'described/description/describe-writes.ts',
    "if (mentions.has('added') !== mentions.has('removed')) {",
    'if (false) {',
  ],
  [
    'write: what tells one from another',
    'described/description/describe-writes.ts',
    'for (const need of needs) {',
    'for (const need of []) {',
  ],
  [
    'write: kinds of scopes',
    'described/write/scope-places.ts',
    "return kind === null || SCOPE_PLACES.includes(kind) ? ['below'] : ['below', kind];",
    "return ['below', String(kind)].slice(0, 1);",
  ],
  [
    'write: kinds that nobody reads',
    'described/description/describe-when.ts',
    'if (words?.includes(word) === false) {',
    'if (false) {',
  ],
  [
    'write: fields that other kinds have',
    'described/write/scope-places.ts',
    'if (said.some((word) => SCOPE_PLACES.includes(word))) return true;',
    'if (said.some((word) => SCOPE_PLACES.includes(word))) return false;',
  ],
  [
    'roles in roles',
    'described/read/assemble-roles.ts',
    'if (role !== null) inclusions.add',
    'if (false) inclusions.add',
  ],
  [
    'roles in roles: as the platform file says',
    'described/read/assemble-roles.ts',
    "const isTold = entry.includes !== null || entriesOf(assembly.api, 'inclusion').length > 0;",
    'const isTold = entry.includes !== null;',
  ],
  [
    'roles in roles: have to be sent',
    'described/write/write-needs.ts',
    "entry.gives === 'inclusion'\n            ? ['includes']",
    'false\n            ? []',
  ],
  [
    'sees-all: the word',
    'described/read/sees-all.ts',
    'if (texts.some((text) => text !== null && words.has(text))) return success(null);',
    'return success(null);',
  ],
  [
    'sees-all: a refusal',
    'described/read/sees-all.ts',
    "if (exchange.end === 'refusal') {",
    "if (exchange.end === 'refusal') return success(null);\n  if (exchange.end === 'refusal') {",
  ],
  [
    'sees-all: an error inside',
    'described/read/sees-all.ts',
    'if (inBody !== null && !isMissing(fieldAt(exchange.body, inBody)))',
    'if (false)',
  ],
  [
    'sees-all: before each reading',
    'described/read/consistent-tables.ts',
    'const sight = await checkSight(reading.http, reading.api, reading.base);',
    'const sight = readings > 0 ? success(null) : await checkSight(reading.http, reading.api, reading.base);',
  ],
  [
    'write: one of a list',
    'described/write/write-words.ts',
    'if (item !== undefined && more.length === 0) return inBody',
    'if (item !== undefined) return inBody',
  ],
  [
    'write: names of titles',
    'described/write/described-supports.ts',
    'return made === named.name ? null : { ...named, made };',
    'return null;',
  ],
  [
    'write: words of a set',
    'described/write/described-supports.ts',
    "return write.write === 'put-assignment'\n        ? unsaidWord",
    "return write.write === 'create-group'\n        ? unsaidWord",
  ],
  [
    'write: sets by kind',
    'described/write/write-sets.ts',
    'const isSent = fits(when, placedFacts(one.attributes, platform));',
    'const isSent = true;',
  ],
  [
    'write as-read: what is not sent of a set',
    'described/write/write-sets.ts',
    "return new Set(placesOf(set, live, '').map(({ key }) => key));",
    "return new Set(placesOf(set, live, '').flatMap(({ key, isSent }) => (isSent ? [key] : [])));",
  ],
  [
    'write as-read: a look with one row',
    'described/write/send-write.ts',
    "if (more.length > 0) return stop('asked for by one id, several rows came');",
    '',
  ],
  [
    'write as-read: a look with no row',
    'described/write/send-write.ts',
    "if (first.by === 'list' && Array.isArray(told) && told.length === 0) return { end: 'absent' };",
    "if (first.by === 'list' && Array.isArray(told) && told.length === 0) return { end: 'there', row: '', wasRead: true, etag: null, origin };",
  ],
  [
    'write as-read: a look that differs',
    'described/write/send-write.ts',
    'rowFingerprint(list, known.item) !== rowFingerprint(list, item)',
    'false',
  ],
  [
    'write as-read: an error inside of a look',
    'described/write/send-write.ts',
    'return stop(`there is an error inside of the answer to the look',
    'if (false) return stop(`there is an error inside of the answer to the look',
  ],
  [
    'write done: one id of what is made',
    'described/write/send-write.ts',
    'return more.length > 0 ? null : scalarText(id);',
    'return scalarText(id);',
  ],
];

const TESTS = [
  'hostile',
  'scopes-and-roles',
  'names-and-cases',
  'posted-lists',
  'describing-writes',
  'natural-keys',
  'writing',
  'scope-kinds',
  'role-inclusions',
  'rpc-writes',
  'sees-all',
  'one-place',
  'effective-answers',
  'left-and-unsaid',
].map((name) => `test/connector/described/${name}.test.ts`);
const root = resolve(import.meta.dirname, '../../..');
const copy = mkdtempSync(join(tmpdir(), 'bylaw-mutants-'));
const archive = execFileSync('git', ['archive', 'HEAD'], { cwd: root, maxBuffer: 2 ** 30 });
execFileSync('tar', ['x', '-C', copy], { input: archive });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
if (existsSync(join(root, 'dist'))) cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true });

const runTests = () =>
  spawnSync('node_modules/.bin/vitest', ['run', ...TESTS], { cwd: copy, timeout: 120_000 }).status;
if (runTests() !== 0) throw new Error('the tests fail before anything is removed');

const words = process.argv.slice(2);
const wanted = MUTANTS.filter(([name]) => words.length === 0 || words.some((word) => name.includes(word)));
const alive = [];
for (const [name, file, text, instead] of wanted) {
  const path = join(copy, 'src/connector', file);
  const whole = readFileSync(path, 'utf8');
  if (!whole.includes(text)) throw new Error(`${file} has no ${text}: correct the mutant "${name}"`);
  writeFileSync(
    path,
    whole.replace(text, () => instead),
  );
  const status = runTests();
  writeFileSync(path, whole);
  // One that does not end is seen, too.
  if (status === 0) alive.push(name);
  console.log(`${status === 0 ? 'ALIVE ' : 'killed'} ${name}`);
}
rmSync(copy, { recursive: true });
console.log(`${wanted.length - alive.length} of ${wanted.length} killed`);
process.exitCode = alive.length > 0 ? 1 : 0;
