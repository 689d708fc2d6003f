import type { PlatformSetting, PlatformSettings } from '../../src/platform/platform-definition.ts';
import { code, type Markdown, md } from '../../src/report/markdown/escape-markdown.ts';
import { alternatives, codes } from './platform-page-phrases.ts';

/** One sentence or two of each setting, `what` has them: `a group`. */
export function settingSentences(settings: PlatformSettings, what: string): readonly Markdown[] {
  return [...settings].map(([name, setting]) => sentence(name, setting, what));
}

function sentence(name: string, setting: PlatformSetting, what: string): Markdown {
  const values = alternatives([...setting.values.keys()].map(code));
  const gives =
    setting.extends === null
      ? md``
      : md` Holders of ${code(setting.extends)} hold what the value includes, too.`;
  const nested =
    setting.whenNested === null ? md`` : md` Of one that nests it has to be ${codes([setting.whenNested])}.`;
  const off = [...setting.values].flatMap(([value, { deactivates }]) => (deactivates ? [value] : []));
  const deactivates =
    off.length === 0
      ? md``
      : md` With ${alternatives(off.map(code))} everybody in it, or in one in it, is active nowhere.`;
  const shut = [...setting.values].flatMap(([value, { closes }]) => (closes ? [value] : []));
  const closes =
    shut.length === 0
      ? md``
      : md` With ${alternatives(shut.map(code))} nobody can do anything on it, nor on any scope below.`;
  return md`Setting ${code(name)} of ${what}: ${values}; ${code(setting.unwritten)} where nobody says it. ${setting.description}${gives}${deactivates}${closes}${nested}`;
}
