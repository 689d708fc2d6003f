import { known } from '../../source/known.ts';
import { type ConnectionSettings, mapSetting, textSetting, withDefaults } from '../settings.ts';
import { DIALECT_SETTINGS } from './scim-settings.ts';

/** How a server speaks SCIM. Each word is one of `DIALECT_SETTINGS`. */
export interface ScimDialect {
  readonly paging: 'index' | 'none';
  readonly count: number;
  readonly hasConfig: boolean;
  readonly tellsSchemas: boolean;
  readonly mediaType: string;
  readonly person: 'userName' | 'externalId' | 'email';
  readonly sendsEmails: boolean;
  readonly active: 'boolean' | 'text' | 'untold';
  readonly members: 'list' | 'group' | 'user';
  readonly noMembers: 'stop' | 'empty';
  readonly nests: boolean;
  readonly add: 'patch' | 'put';
  readonly remove: 'filter' | 'value' | 'put';
  readonly operations: 'lower' | 'capital';
  readonly replace: 'path' | 'value';
  readonly filters: boolean;
  readonly deletes: boolean;
  readonly leaves: readonly string[];
}

/** The dialect of settings that were checked, with what RFC 7644 has where nothing is written. */
export function dialectIn(settings: ConnectionSettings): ScimDialect {
  const written = mapSetting(settings, 'dialect');
  const said = withDefaults(DIALECT_SETTINGS, written === null ? {} : written);
  const word = <T extends string>(key: string, among: readonly T[]): T => {
    const text = textSetting(said, key);
    return known(
      among.find((one) => one === text),
      `the ${key} of a dialect that was checked`,
    );
  };
  const leaves = textSetting(said, 'leaves');
  return {
    paging: word('paging', DIALECT_SETTINGS.paging.among),
    count: Number(said.count),
    hasConfig: said.config === 'read',
    tellsSchemas: said.schemas === 'told',
    mediaType: word('media-type', DIALECT_SETTINGS['media-type'].among),
    person: word('person', DIALECT_SETTINGS.person.among),
    sendsEmails: said.emails === true,
    active: word('active', DIALECT_SETTINGS.active.among),
    members: word('members', DIALECT_SETTINGS.members.among),
    noMembers: word('no-members', DIALECT_SETTINGS['no-members'].among),
    nests: said.nesting === true,
    add: word('add', DIALECT_SETTINGS.add.among),
    remove: word('remove', DIALECT_SETTINGS.remove.among),
    operations: word('operations', DIALECT_SETTINGS.operations.among),
    replace: word('replace', DIALECT_SETTINGS.replace.among),
    filters: said.filters === true,
    deletes: said.deletes === true,
    leaves: leaves === null ? [] : leaves.split(/\s+/).filter((name) => name !== ''),
  };
}
