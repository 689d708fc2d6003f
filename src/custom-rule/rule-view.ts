import { buildAccess } from '../access/build-access.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { Address } from '../resource/address.ts';
import { groupPathOf, type Resource, scopeOf } from '../resource/resource.ts';
import { known } from '../source/known.ts';
import { differenceView, type GrantsView, grantsView } from './grants-view.ts';
import { type OrganizationSide, organizationSide } from './organization-view.ts';
import type { ChangeView, FieldView, ViewData, ViewParts } from './view-data.ts';
import type { ViewPart } from './view-table.ts';

/** A change of a plan as far as rules look at it; `Change` of the room plan is one. */
export interface ViewedChange {
  readonly action: string;
  readonly address: Address;
  readonly before?: Resource;
  readonly after?: Resource;
  readonly because: { readonly text: string };
  readonly fields?: readonly ViewedField[];
}

export type ViewedField =
  | {
      readonly field: string;
      readonly kind: 'text';
      readonly before: string | null;
      readonly after: string | null;
    }
  | {
      readonly field: string;
      readonly kind: 'entries';
      readonly added: readonly { readonly entry: string }[];
      readonly removed: readonly { readonly entry: string }[];
    };

/** What a command knows of one organization. */
export interface ViewedOrganization {
  readonly organization: string;
  readonly platform: PlatformDefinition;
  /** RFC 3339. */
  readonly instant: string;
  /** What rules are about: the documents, what is live, or what it will be after a plan. */
  readonly judged: readonly Resource[];
  readonly desired: readonly Resource[];
  /** Null: nothing was read. */
  readonly live: readonly Resource[] | null;
  /** What is judged is what these make of `live`; null: there is no plan. */
  readonly changes: readonly ViewedChange[] | null;
}

/** Parts that this command does not have. */
export function lackingParts(
  viewed: Pick<ViewedOrganization, 'live' | 'changes'>,
  parts: readonly ViewPart[],
): readonly ViewPart[] {
  return parts.filter((part) => {
    if (part === 'live' || part === 'before') return viewed.live === null;
    return (part === 'changes' || part === 'gained' || part === 'lost') && viewed.changes === null;
  });
}

/** The parts, all of which there have to be; or why there are too many things in one of them. */
export function ruleView(
  viewed: ViewedOrganization,
  parts: ReadonlySet<ViewPart>,
): { readonly view: ViewData; readonly tooMany: ReadonlyMap<ViewPart, string> } {
  const { organization, platform, judged, desired, live, changes } = viewed;
  const sideOf = (resources: readonly Resource[]) => organizationSide(organization, platform.name, resources);
  const now = () => known(live, 'what is live, which a rule asks for');
  const accessOf = (resources: readonly Resource[]) => buildAccess(platform, resources);
  const tooMany = new Map<ViewPart, string>();
  const grants = (part: ViewPart, make: () => GrantsView): ViewParts[typeof part] | null => {
    if (!parts.has(part)) return null;
    const made = make();
    if ('grants' in made) return made.grants as ViewParts[typeof part];
    tooMany.set(part, made.tooMany);
    return null;
  };
  const differing = (direction: 'gained' | 'lost') => () => {
    const sides: readonly OrganizationSide[] =
      direction === 'gained' ? [sideOf(judged), sideOf(now())] : [sideOf(now()), sideOf(judged)];
    return differenceView(accessOf(now()), accessOf(judged), direction, sides);
  };
  const organizations = [
    ...(parts.has('judged') ? [['judged', sideOf(judged).view] as const] : []),
    ...(parts.has('desired') ? [['desired', sideOf(desired).view] as const] : []),
    ...(parts.has('live') ? [['live', sideOf(now()).view] as const] : []),
    ...(parts.has('changes') ? [['changes', known(changes, 'a plan').map(changeView)] as const] : []),
  ];
  const lists = (
    [
      ['before', () => grantsView(accessOf(now()), sideOf(now()))],
      ['after', () => grantsView(accessOf(judged), sideOf(judged))],
      ['gained', differing('gained')],
      ['lost', differing('lost')],
    ] as const
  ).flatMap(([part, make]) => {
    const made = grants(part, make);
    return made === null ? [] : [[part, made] as const];
  });
  return { view: { now: viewed.instant, parts: Object.fromEntries([...organizations, ...lists]) }, tooMany };
}

function changeView({ action, address, before, after, because, fields = [] }: ViewedChange): ChangeView {
  const subject = after ?? before;
  return {
    action,
    address,
    ...subjectOf(address, subject),
    because: because.text,
    fields: fields.map(fieldView),
  };
}

type ChangeSubject = Pick<ChangeView, 'type' | 'scope' | 'person' | 'group' | 'role'>;

/** What waits has no resource of its own: then only its address is known. */
function subjectOf(address: Address, resource: Resource | undefined): ChangeSubject {
  const none = { scope: '', person: '', group: '', role: '' };
  if (resource === undefined) return { ...none, type: address.slice(0, address.indexOf(':')) };
  const base = { ...none, type: resource.type, scope: scopeOf(resource) };
  switch (resource.type) {
    case 'scope':
      return base;
    case 'role':
      return { ...base, role: resource.attributes.name };
    case 'member':
      return { ...base, person: resource.attributes.member };
    case 'group':
      return { ...base, group: groupPathOf(resource) };
    case 'assignment': {
      const { principal } = resource.attributes;
      return principal.type === 'member'
        ? { ...base, person: principal.member }
        : { ...base, group: principal.group };
    }
  }
}

function fieldView(field: ViewedField): FieldView {
  if (field.kind === 'text') {
    const [before, after] = [field.before, field.after].map((text) => (text === null ? '' : text));
    return {
      name: field.field,
      before: known(before, 'a text'),
      after: known(after, 'a text'),
      added: [],
      removed: [],
    };
  }
  return {
    name: field.field,
    before: '',
    after: '',
    added: field.added.map(({ entry }) => entry),
    removed: field.removed.map(({ entry }) => entry),
  };
}
