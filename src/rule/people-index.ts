import type { PersonRecord } from '../policy/people-document.ts';
import { type MemberId, memberId } from '../resource/identifiers.ts';
import type { JudgedOrganization } from './judged-organization.ts';

/** Who is one person in several organizations. */
export class PeopleIndex {
  readonly #records = new Map<string, PersonRecord>();
  /** By the e-mail address that one of its keys is. */
  readonly #byAddress = new Map<string, PersonRecord>();

  constructor(
    records: readonly PersonRecord[],
    organizations: readonly Pick<JudgedOrganization, 'name' | 'platform'>[],
  ) {
    const platforms = new Map(organizations.map(({ name, platform }) => [name, platform]));
    for (const record of records) {
      for (const { organization, member } of record.keys) {
        const platform = platforms.get(organization.value);
        if (platform === undefined) continue;
        const id = memberId(member.value, platform.members.compare);
        this.#records.set(keyOf(organization.value, id), record);
        if (platform.members.key === 'email') this.#byAddress.set(id.toLowerCase(), record);
      }
    }
  }

  /** The record that names a member of an organization; null: there is none. */
  recordOf(organization: string, member: MemberId): PersonRecord | null {
    return this.#records.get(keyOf(organization, member)) ?? null;
  }

  /**
   * What two members have in common who are one person: their record, or one e-mail address, which is somebody's own
   * wherever it is a key: also where the record names it for another organization. A user name says nothing elsewhere.
   */
  identityOf({ name, platform }: Pick<JudgedOrganization, 'name' | 'platform'>, member: MemberId): string {
    const isAddress = platform.members.key === 'email';
    const record =
      this.recordOf(name, member) ??
      (isAddress ? this.#byAddress.get(member.toLowerCase()) : undefined) ??
      null;
    if (record !== null) return `record ${record.name}`;
    return isAddress ? `address ${member.toLowerCase()}` : `member ${keyOf(name, member)}`;
  }
}

function keyOf(organization: string, member: MemberId): string {
  return `${organization} ${member}`;
}
