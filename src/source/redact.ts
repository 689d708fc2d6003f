import { codePointOf } from './code-point.ts';

/** Shorter ones would cut words out of sentences. */
const SHORTEST_SECRET = 3;
/** Fewer letters of base64 may stand in any word. */
const SHORTEST_CORE = 8;

export const SHOWN_INSTEAD = '***';

/** Tokens that say by their form what they are, whoever was given them. */
const KNOWN_FORMS =
  /\b(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|hvs\.[\w-]{16,}|npm_[A-Za-z0-9]{30,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})/g;

/** Whether a text says by its form that it is a token, or is long, mixed and of one piece as only a token is. */
export function looksLikeToken(text: string): boolean {
  if (text.search(KNOWN_FORMS) !== -1) return true;
  return (
    text.length >= 20 &&
    /^[\w.~+/=-]+$/.test(text) &&
    /\d/.test(text) &&
    /[a-z]/.test(text) &&
    /[A-Z]/.test(text)
  );
}

/** Tokens of known forms, taken out of a text. */
export function redactKnownTokens(text: string): string {
  return text.replace(KNOWN_FORMS, SHOWN_INSTEAD);
}

/**
 * Takes secrets out of a text in every form in which somebody may echo them: as they are, percent-encoded in whole or in
 * part, as in JSON or HTML, in hexadecimal, and in base64 alone or behind a name (`Basic …`), of either alphabet.
 */
export function secretRedactorOf(
  secrets: Iterable<string>,
  instead: string = SHOWN_INSTEAD,
): (text: string) => string {
  const known = [...new Set([...secrets].flatMap((one) => [one, one.trim()]))]
    .filter((one) => one.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  if (known.length === 0) return (text) => text;
  const literal = new RegExp(known.map(literalForms).join('|'), 'gu');
  const cores = [...new Set(known.flatMap(base64Cores))].map((core) => [...core].map(base64Sign).join(''));
  const coded = cores.length === 0 ? null : new RegExp(cores.join('|'), 'gu');
  return (text) =>
    (coded === null ? text : withoutRuns(text, coded, instead)).replace(literal, () => instead);
}

function literalForms(secret: string): string {
  const whole = Buffer.from(secret);
  const hex = [...whole.toString('hex')].map((digit) =>
    /[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit,
  );
  return `${[...secret].map(signForms).join('')}|${hex.join('')}`;
}

const NAMED: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

/** One character, as it is or as it may be written. */
function signForms(sign: string): string {
  const percent = [...Buffer.from(sign)]
    .map((byte) => `%(?:25)*${anyCase(byte.toString(16).padStart(2, '0'))}`)
    .join('');
  const units = [...Array(sign.length).keys()]
    .map((at) => `\\\\+u${anyCase(sign.charCodeAt(at).toString(16).padStart(4, '0'))}`)
    .join('');
  const code = codePointOf(sign);
  const forms = [
    percent,
    units,
    `&#0*${code};`,
    `&#[xX]0*${anyCase(code.toString(16))};`,
    ...(NAMED[sign] === undefined ? [] : [`&${NAMED[sign]};`]),
    ...(/["'/\\]/.test(sign) ? [`\\\\+${escaped(sign)}`] : []),
    ...(sign === ' ' ? ['\\+'] : []),
    // Last: an ampersand or a backslash also begins what stands for itself.
    escaped(sign),
  ];
  return `(?:${forms.join('|')})`;
}

function escaped(sign: string): string {
  return sign.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&');
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** What the secret is in base64 behind none, one or two other bytes: the signs that nothing but the secret decides. */
function base64Cores(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2]
    .map((before) => {
      const text = Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .replaceAll('=', '');
      const cut = (before + bytes.length) % 3 === 0 ? 0 : 1;
      return text.slice([0, 2, 3][before], text.length - cut);
    })
    .filter((core) => core.length >= SHORTEST_CORE);
}

function base64Sign(sign: string): string {
  if (sign === '+') return '(?:\\+|-|%(?:25)*2[bB])';
  return sign === '/' ? '(?:\\/|_|%(?:25)*2[fF]|\\\\+\\/)' : sign;
}

const OF_A_RUN = /[A-Za-z0-9+/=_%-]/;

/** The runs of base64 in which it stands, whole: the signs at their ends hold bits of it too. */
function withoutRuns(text: string, coded: RegExp, instead: string): string {
  let told = '';
  let from = 0;
  for (const found of text.matchAll(coded)) {
    if (found.index < from) continue;
    let start = found.index;
    let end = start + found[0].length;
    while (start > from && OF_A_RUN.test(text.charAt(start - 1))) start -= 1;
    while (end < text.length && OF_A_RUN.test(text.charAt(end))) end += 1;
    told += text.slice(from, start) + instead;
    from = end;
  }
  return told + text.slice(from);
}

/** Whether a variable names a proxy, whose address may hold a password. */
export function isProxyVariable(name: string): boolean {
  return /^https?_proxy$/i.test(name);
}

/** The passwords in an address or a connection string, also with signs that should have been percent-encoded. */
export function passwordsIn(text: string): readonly string[] {
  const user = /:\/\/([^\s"']*)@/.exec(text)?.[1];
  const inUrl = user === undefined ? undefined : /:(.*)$/s.exec(user)?.[1];
  const assigned = /password\s*=\s*(?:'([^']*)'|([^\s&]+))/i.exec(text);
  const found = [inUrl, assigned?.[1], assigned?.[2]].filter((one) => one !== undefined);
  // Whoever cannot read the address complains of a part: "invalid port …".
  const parts = found.flatMap((one) => one.split(/[/?#]/));
  return [...found, ...parts.filter((part) => part.length > SHORTEST_SECRET), ...found.flatMap(decoded)];
}

function decoded(text: string): readonly string[] {
  try {
    return [decodeURIComponent(text)];
  } catch {
    return [];
  }
}
