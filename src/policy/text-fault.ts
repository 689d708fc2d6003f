import { API_URL_HINT, apiUrlFault } from '../source/api-url.ts';
import { codePointName } from '../source/code-point.ts';
import type { TableCode } from '../source/codes/codes.ts';
import { invisibleIn } from '../source/invisible-characters.ts';
import { quote } from '../source/quote.ts';
import { DURATION_HINT } from './duration.ts';

export interface TextFault {
  readonly code: TableCode;
  readonly message: string;
  readonly hint: string | null;
}

type ExplainText = (text: string, title: string) => TextFault;

/** What is wrong with a text, by the kind of text the schema says it is in a comment (`text: moment`). */
export function textFault(kind: string, title: string, text: string): TextFault {
  const words = /^text: one of (.*)$/.exec(kind)?.[1];
  if (words !== undefined) return notAmong(words, text);
  return (EXPLAIN.get(kind.replace('text: ', '')) ?? plainText)(text, title);
}

const EXPLAIN: ReadonlyMap<string, ExplainText> = new Map<string, ExplainText>([
  ['name', notAName],
  ['moment', notADate],
  ['member-key', notAMemberKey],
  ['reference', notAReference],
  ['permission', notAPermission],
  ['url', notAUrl],
  ['address', notAnAddress],
  ['variable', notAVariable],
  ['duration', notADuration],
]);

function notAName(text: string): TextFault {
  const length = [...text].length;
  if (length > 100) {
    const message = `${quote(text)} is not a name: it has ${length} characters, more than the 100 allowed.`;
    return { code: 'invalid-name', message, hint: 'Shorten it, and put the display name in title.' };
  }
  return {
    code: 'invalid-name',
    message: `${quote(text)} is not a name: lower-case letters, digits, dots, dashes and underscores, beginning with a letter or digit.`,
    hint: slugHint(text),
  };
}

function notADate(text: string): TextFault {
  const message = DATE_SHAPE.test(text)
    ? `${quote(text)} is not a day and time that exists.`
    : `${quote(text)} is not a date or RFC 3339 instant.`;
  const day = dayMeant(text);
  const hint = day === null ? null : `Write ${day}.`;
  return { code: 'invalid-date', message, hint };
}

/** The day that is written in another order of signs, where that is plain: `20270630`, `2027/6/30`. */
function dayMeant(text: string): string | null {
  const found = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(text);
  if (found === null) return null;
  const [, year, month = '', day = ''] = found;
  const meant = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = Date.parse(`${meant}T00:00:00Z`);
  const exists = !Number.isNaN(at) && new Date(at).toISOString().startsWith(meant);
  return exists && meant !== text ? meant : null;
}

function notAMemberKey(text: string, title: string): TextFault {
  const wanted = WANTED_KEY.get(title) ?? 'a member key';
  const fault = memberKeyFault(text, title);
  return { code: 'invalid-member-key', message: `${quote(text)} is not ${wanted}: ${fault}.`, hint: null };
}

const WANTED_KEY: ReadonlyMap<string, string> = new Map([
  ['E-mail address', 'an e-mail address'],
  ['User name', 'a user name'],
  ['Account name', 'an account name'],
]);

function notAReference(text: string): TextFault {
  const fault =
    text === '' ? 'it is empty' : (strangeCharacter(text) ?? 'it does not have the required form');
  return { code: 'invalid-name', message: `${quote(text)} is not a name: ${fault}.`, hint: null };
}

function notAPermission(text: string): TextFault {
  return {
    code: 'invalid-value',
    message: `${quote(text)} is not of the form resource:action.`,
    hint: 'Write documents:read; where patterns are allowed, documents:* or *.',
  };
}

/** The text is not shown: it may hold a password. */
function notAUrl(text: string): TextFault {
  const message = apiUrlFault(text) ?? 'The url is not an http or https address.';
  return { code: 'invalid-value', message, hint: API_URL_HINT };
}

function notAnAddress(): TextFault {
  const message = 'The address is not an http or https address without user name and password.';
  return { code: 'invalid-value', message, hint: 'Credentials come from the environment.' };
}

function notAVariable(): TextFault {
  return {
    code: 'invalid-value',
    // Not shown either: it may be the token itself.
    message: 'This is not the name of an environment variable.',
    hint: 'Write the name of the variable that holds the token, such as BYLAW_TOKEN.',
  };
}

/** Where a map can stand as well, so that the words are no `enum`. */
function notAmong(words: string, text: string): TextFault {
  return {
    code: 'invalid-value',
    message: `${quote(text)} cannot stand here.`,
    hint: `Write ${words} or a map.`,
  };
}

/** Also what the workspace says of one that has the form and is too long. */
export function notADuration(text: string): TextFault {
  return { code: 'invalid-value', message: `${quote(text)} is not a duration.`, hint: DURATION_HINT };
}

const DATE_SHAPE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/;

function plainText(text: string): TextFault {
  const fault =
    text === '' ? 'it is empty' : (controlCharacter(text) ?? 'it does not have the required form');
  return { code: 'invalid-value', message: `${quote(text)} is not allowed here: ${fault}.`, hint: null };
}

function memberKeyFault(text: string, title: string): string {
  if (text === '') return 'it is empty';
  if (text.length > 254) return `it has ${text.length} characters, more than the 254 allowed`;
  if (title === 'Account name') return controlCharacter(text) ?? accountFault(text);
  const isAddress = title === 'E-mail address';
  return (
    strangeCharacter(text) ??
    (isAddress && !text.includes('@') ? 'there is no @' : 'a part of it is malformed')
  );
}

function accountFault(text: string): string {
  if (/^[@-]/.test(text)) return `it begins with ${text.charAt(0)}`;
  return /^\s|\s$|\s\s|(?! )\s/u.test(text)
    ? 'a space stands at an end of it, or two stand together'
    : 'it holds a quote, a bracket, a comma, a colon, a semicolon or a backslash';
}

function strangeCharacter(text: string): string | null {
  return controlCharacter(text) ?? (/\s/u.test(text) ? 'it holds a space' : null);
}

function controlCharacter(text: string): string | null {
  const found = invisibleIn(text);
  if (found === null) return null;
  if (found === '\n') return 'it holds a line break';
  return `it holds the ${/\p{Cc}/u.test(found) ? 'control' : 'invisible'} character ${codePointName(found)}`;
}

/** The display name as a slug, where that is plainly what was meant. */
function slugHint(text: string): string {
  const slug = text
    .slice(0, 80)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '');
  return slug === '' ? 'Put the display name in title.' : `Write ${slug}, and put the display name in title.`;
}
