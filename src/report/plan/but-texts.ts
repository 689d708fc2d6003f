import type { DeniedText } from '../../access/denied-texts.ts';
import { deniedPhrase } from '../../access/explain/denied-phrase.ts';
import { splitInstance } from '../../platform/permission-instances.ts';
import type { PermissionName, PlatformDefinition } from '../../platform/platform-definition.ts';
import { groupBy } from '../../source/lists-by-key.ts';
import { code, Markdown } from '../markdown/escape-markdown.ts';
import { permissionNames } from './permission-phrase.ts';

/** Permissions that are held for all texts but the same ones. */
export interface PermissionsButTexts {
  readonly what: string;
  /** The parts of `what`. */
  readonly names: readonly string[];
  readonly texts: readonly DeniedText[];
}

/** Permissions as short as the catalogue allows, those apart of which texts are taken. */
export function permissionsButTexts(
  permissions: readonly PermissionName[],
  except: readonly DeniedText[],
  platform: PlatformDefinition,
): readonly PermissionsButTexts[] {
  const told = (names: readonly string[], texts: readonly DeniedText[]): PermissionsButTexts => {
    return { what: names.join(', '), names, texts };
  };
  if (except.length === 0) return [told(permissionNames(permissions, platform), [])];
  const taken = groupBy(except, ({ permission }) => permission);
  const held = new Set(permissions);
  const shown = permissions.filter((name) => {
    const instance = splitInstance(name);
    return instance === null || !held.has(instance.of);
  });
  const alike = groupBy(shown, (name) => deniedPhrase(taken.get(name)));
  return [...alike.values()].map((names) =>
    told(
      permissionNames(names, platform),
      names.slice(0, 1).flatMap((name) => taken.get(name)),
    ),
  );
}

/** `documents:read; hosts:write, not for vault`: all of them in one sentence. */
export function butTextsPhrase(parts: readonly PermissionsButTexts[]): string {
  return parts.map(({ what, texts }) => `${what}${deniedPhrase(texts)}`).join('; ');
}

/** The names, those that are not held for every text with what they are not held for. */
export function partNames(parts: readonly PermissionsButTexts[]): readonly string[] {
  return parts.flatMap(({ what, names, texts }) =>
    texts.length === 0 ? names : [`${what}${deniedPhrase(texts)}`],
  );
}

/** As `deniedPhrase`, each text as code. */
export function butTextsMarkdown(texts: readonly DeniedText[]): Markdown {
  return new Markdown(deniedPhrase(texts, (text) => code(text).text));
}
