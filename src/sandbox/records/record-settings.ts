/** What something is set to, told where there is anything to set. */
export function settingsJson({ settings }: { readonly settings: string }): object {
  return settings === NOTHING_SET ? {} : { settings: JSON.parse(settings) as unknown };
}

const NOTHING_SET = '{}';
