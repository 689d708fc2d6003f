import { isLine, isText } from '../../../policy/text-patterns.ts';
import { type Row, type RowDiagnostic, UNKNOWN } from '../../provider/protocol/row.ts';
import { type BlockPath, rowProblem } from '../block-diagnostics.ts';
import { entriesIn } from '../schema/equivalence.ts';
import { COLUMNS, type TypeName } from '../schema/resource-tables.ts';
import type { ReportProblem } from './block-check.ts';
import { checkPerson, checkPrincipal } from './principal-check.ts';

/** A slug, as groups, roles and scopes are named by. */
const SLUG = /^[a-z0-9][a-z0-9._-]*$/;
/** What platforms take at most, in characters (schemas/access-api.openapi.json). */
const LONGEST = { name: 100, title: 200, description: 4000, key: 320 };
/** What can be said of a block before any provider is configured. */
export function checkForm(type: TypeName, row: Row): readonly RowDiagnostic[] {
  const found: RowDiagnostic[] = [];
  const say = (summary: string, detail: string, ...blockPath: BlockPath): void => {
    found.push(rowProblem(summary, detail, blockPath));
  };
  for (const name of ['path', 'scope', 'home'] as const) {
    const value = row[name];
    if (typeof value !== 'string') continue;
    const parts = value.split('/');
    if (parts.length % 2 === 0 || parts.includes(''))
      say(
        'Not a path',
        `${JSON.stringify(value)}: after the organization, kinds and names take turns, as in acme/units/emea.`,
        name,
      );
  }
  if (typeof row.name === 'string' && !SLUG.test(row.name)) {
    say(
      'Not a name',
      `${JSON.stringify(row.name)}: lower-case letters, digits and . _ - are allowed; what people read is the title.`,
      'name',
    );
  }
  for (const part of typeof row.path === 'string' ? row.path.split('/') : [])
    checkLength('path', part, LONGEST.name, say);
  checkLength('name', row.name, LONGEST.name, say);
  checkLength('title', row.title, LONGEST.title, say);
  checkLength('description', row.description, LONGEST.description, say);
  if (type === 'bylaw_member') checkLength('member', row.member, LONGEST.key, say);
  if (row.title === '') say('Not a title', 'A title is not empty: leave it out instead.', 'title');
  if (typeof row.title === 'string' && !isLine(row.title))
    say('Not a title', 'A title is one line of text, without control characters.', 'title');
  if (typeof row.description === 'string' && !isText(row.description))
    say(
      'Not a description',
      'A description has lines of text, without tabs and other control characters.',
      'description',
    );
  checkNulls(type, row, say);
  for (const [key, value] of type === 'bylaw_group' ? entriesIn(row.members) : []) {
    checkPerson(key, say, 'members', { key });
    // Whether the platform has the role is said in the plan, which knows the platform.
    if (value !== '' && !SLUG.test(value))
      say(
        'Not an empty text',
        `Beside a member stands an empty text, or a role in the group where the platform has such: write ${JSON.stringify(key)} = "".`,
        'members',
        { key },
      );
  }
  if (type === 'bylaw_member' && typeof row.member === 'string') checkPerson(row.member, say, 'member');
  if (typeof row.state === 'string' && row.state !== 'active' && row.state !== 'deactivated')
    say(
      'Not a state',
      `${JSON.stringify(row.state)}: write active or deactivated. The platform alone sets invited and expired.`,
      'state',
    );
  if (type === 'bylaw_assignment' && typeof row.principal === 'string')
    checkPrincipal(row.principal, say, 'principal');
  for (const [key] of type === 'bylaw_roster' ? entriesIn(row.roles) : [])
    checkPrincipal(key, say, 'roles', { key });
  return found;
}

function checkLength(
  name: string,
  value: Row[string] | undefined,
  longest: number,
  reportProblem: ReportProblem,
): void {
  if (typeof value !== 'string') return;
  const { length } = [...value];
  if (length > longest)
    reportProblem('Too long', `${length} characters, and platforms take at most ${longest}.`, name);
}

/** Null is what a condition leaves where it gives nothing: no name, and no text either. */
function checkNulls(type: TypeName, row: Row, reportProblem: ReportProblem): void {
  for (const name of Object.keys(COLUMNS[type])) {
    const value = row[name];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      if (value.every((one) => typeof one === 'string' || one === UNKNOWN)) continue;
      reportProblem(
        'A name is null',
        `Leave out of ${name} what is null: [for name in … : name if name != null].`,
        name,
      );
      continue;
    }
    for (const [key, text] of Object.entries(value))
      if (text === null)
        reportProblem(
          'A value is null',
          `${JSON.stringify(key)}: write an empty text, "", or leave the key out of ${name}.`,
          name,
          { key },
        );
  }
}
