/** What documents take as a name, as their schema has it. */
const NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/u;

/**
 * What documents call a thing that the platform calls otherwise: `Zabbix servers` is `zabbix-servers`. A name that they can
 * write stays as it is, and so does one that nothing can be made of. Two things of one name are a stop (rule `one-name`).
 */
export function documentName(told: string): string {
  if (NAME.test(told)) return told;
  const made = told
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/gu, '-')
    .replace(/^[._-]+/u, '')
    .slice(0, 100)
    .replace(/-+$/u, '');
  return NAME.test(made) ? made : told;
}
