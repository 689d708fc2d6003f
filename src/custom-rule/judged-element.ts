import { known } from '../source/known.ts';
import type {
  AssignmentView,
  ChangeView,
  GrantView,
  GroupView,
  OrganizationView,
  PersonView,
  RoleView,
  ScopeView,
  ViewData,
} from './view-data.ts';
import type { ViewElement } from './view-table.ts';

/** What a finding is about; the same fields as in the view. */
export type JudgedElement =
  | { readonly is: 'organization'; readonly organization: OrganizationView }
  | { readonly is: 'person'; readonly person: PersonView }
  | { readonly is: 'group'; readonly group: GroupView }
  | { readonly is: 'scope'; readonly scope: ScopeView }
  | { readonly is: 'role'; readonly role: RoleView }
  | { readonly is: 'assignment'; readonly assignment: AssignmentView }
  | { readonly is: 'grant'; readonly grant: GrantView }
  | { readonly is: 'change'; readonly change: ChangeView };

/** In the order in which the thread of rules takes them. */
export function elementsOf(element: ViewElement, { parts }: ViewData): readonly JudgedElement[] {
  const part = <T>(made: T | undefined): T =>
    known(made, `the part of a view that rules for ${element} ask for`);
  const organization = () => part(parts.judged);
  const grants = (list: readonly GrantView[] | undefined) =>
    part(list).map((grant) => ({ is: 'grant', grant }) as const);
  switch (element) {
    case 'organization':
      return [{ is: 'organization', organization: organization() }];
    case 'person':
      return organization().people.map((person) => ({ is: 'person', person }) as const);
    case 'group':
      return organization().groups.map((group) => ({ is: 'group', group }) as const);
    case 'scope':
      return organization().scopes.map((scope) => ({ is: 'scope', scope }) as const);
    case 'role':
      return organization().roles.map((role) => ({ is: 'role', role }) as const);
    case 'assignment':
      return organization().assignments.map((assignment) => ({ is: 'assignment', assignment }) as const);
    case 'grant':
      return grants(parts.after);
    case 'gained-grant':
      return grants(parts.gained);
    case 'lost-grant':
      return grants(parts.lost);
    case 'change':
      return part(parts.changes).map((change) => ({ is: 'change', change }) as const);
  }
}
