import type { DeniedText } from '../../access/denied-texts.ts';
import { splitInstance } from '../../platform/permission-instances.ts';
import type { PermissionName, PlatformDefinition } from '../../platform/platform-definition.ts';
import { groupBy } from '../../source/lists-by-key.ts';
import { code, Markdown } from '../markdown/escape-markdown.ts';
import { permissionPhrase } from '../plan/permission-phrase.ts';

/** Permissions that are held for all texts but the same ones. */
export interface PermissionsButTexts {
  readonly what: string;
  readonly texts: readonly DeniedText[];
}

/** Permissions as short as the catalogue allows, those apart of which texts are taken. */
export function permissionsButTexts(
  permissions: readonly PermissionName[],
  except: readonly DeniedText[],
  platform: PlatformDefinition,
): readonly PermissionsButTexts[] {
  if (except.length === 0) return [{ what: permissionPhrase(permissions, platform), texts: [] }];
  const taken = groupBy(except, ({ permission }) => permission);
  const held = new Set(permissions);
  const shown = permissions.filter((name) => {
    const instance = splitInstance(name);
    return instance === null || !held.has(instance.of);
  });
  const alike = groupBy(shown, (name) => butTexts(taken.get(name)));
  return [...alike.values()].map((names) => ({
    what: permissionPhrase(names, platform),
    texts: names.slice(0, 1).flatMap((name) => taken.get(name)),
  }));
}

/** `, not for vault, nor for what begins with db- or web-`; empty where nothing is taken. */
export function butTexts(texts: readonly DeniedText[]): string {
  return phraseOf(texts, (text) => text);
}

/** As `butTexts`, each text as code. */
export function butTextsMarkdown(texts: readonly DeniedText[]): Markdown {
  return new Markdown(phraseOf(texts, (text) => code(text).text));
}

function phraseOf(texts: readonly DeniedText[], shown: (text: string) => string): string {
  const of = (asked: DeniedText['covers']): string =>
    eitherOf(texts.flatMap(({ text, covers }) => (covers === asked ? [shown(text)] : [])));
  const [alone, beginning] = [of('equal'), of('prefix')];
  if (beginning === '') return alone === '' ? '' : `, not for ${alone}`;
  return `${alone === '' ? ', not' : `, not for ${alone}, nor`} for what begins with ${beginning}`;
}

/** `a, b or c`. */
function eitherOf(names: readonly string[]): string {
  const [last, rest] = [names.slice(-1).join(), names.slice(0, -1)];
  return rest.length === 0 ? last : `${rest.join(', ')} or ${last}`;
}
