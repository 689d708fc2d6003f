import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { MEMBER_KEYS } from './narrow-schema.ts';

/** What the organization schema takes as texts, for those who write documents. A test holds these equal to it. */
export const NAME = '^[a-z0-9][a-z0-9._-]{0,99}$';
export const LINE = '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$';
export const TEXT = '^(?:[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]|\\n)*$';

const name = new RegExp(NAME, 'u');
const line = new RegExp(LINE, 'u');
const anyText = new RegExp(TEXT, 'u');
/** Half of a character: no file in UTF-8 can hold it. */
const HALF = /\p{Cs}/u;

export function isName(text: string): boolean {
  return name.test(text);
}

export function isLine(text: string): boolean {
  return line.test(text) && !HALF.test(text);
}

export function isText(text: string): boolean {
  return anyText.test(text) && !HALF.test(text);
}

export function isMemberKey(text: string, platform: PlatformDefinition): boolean {
  const { pattern, maxLength } = MEMBER_KEYS[platform.members.key];
  // As the schema counts: by characters.
  return [...text].length <= maxLength && new RegExp(pattern, 'u').test(text) && !HALF.test(text);
}
