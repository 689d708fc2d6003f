import { call, type IResolvable, ref, Token } from '../terraform/synth/library.ts';
import { DataBylawAccess } from './blocks/data-access-block.ts';

/**
 * `provider::bylaw::can(grants, member, permission)`: whether a person may do something, by what a data source that
 * names only a scope has read. A pattern for a permission is refused by Terraform. Texts are taken to the letter;
 * references of other resources are taken too.
 */
export function can(
  access: DataBylawAccess | { readonly [member: string]: string } | IResolvable,
  member: string,
  permission: string,
): IResolvable {
  const grants = access instanceof DataBylawAccess ? access.interpolationForAttribute('grants') : access;
  return call('provider::bylaw::can', [grants, quoted(member), quoted(permission)]);
}

/** The library quotes arguments and forgets about quotes, backslashes and `%{` in them. */
function quoted(text: string): string | IResolvable {
  if (Token.isUnresolved(text)) return text;
  const escaped = text.replace(
    /[\\"\p{Cc}]|[$%#&](?=\{)/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return ref(`"${escaped}"`);
}
