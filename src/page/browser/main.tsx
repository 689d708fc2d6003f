import { type JSX, render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { known } from '../../source/known.ts';
import { isList, ListView } from './list-view.tsx';
import { type OpenedOrganization, type OpenedPage, openPage } from './opened.tsx';
import { Overview } from './overview.tsx';
import { PersonView } from './person-view.tsx';
import { linkTo, type Route, useRoute, VIEWS, type ViewName } from './route.tsx';
import { GroupView, RoleView, ScopeView } from './thing-view.tsx';
import { WhyView } from './why-view.tsx';
import { formatInstant, Name } from './words.tsx';

const TABS: Readonly<Record<(typeof VIEWS)[number], string>> = {
  overview: 'Overview',
  people: 'People',
  groups: 'Groups',
  scopes: 'Scopes',
  roles: 'Roles',
  grants: 'Grants',
  dates: 'Dates',
  exceptions: 'Exceptions',
};

/** The tab that a view belongs to. */
const TAB_OF: Readonly<Partial<Record<ViewName, (typeof VIEWS)[number]>>> = {
  person: 'people',
  why: 'people',
  group: 'groups',
  scope: 'scopes',
  role: 'roles',
};

function App({ page }: { readonly page: OpenedPage }): JSX.Element {
  const route = useRoute();
  const name =
    page.organizations.find((one) => one === route.organization) ??
    known(page.organizations[0], 'an organization');
  const opened = page.open(name);
  const main = useRef<HTMLElement>(null);
  const at = [route.view, ...route.words].join('/');
  const first = useRef(true);
  useEffect(() => {
    document.title = `${[TABS[TAB_OF[route.view] ?? 'overview'], ...route.words.slice(0, 1)].join(': ')} – Access review of ${name}`;
    // Whoever follows a link by keys or hears the page is told where they are.
    if (!first.current) main.current?.querySelector('h1')?.focus();
    first.current = false;
    scrollTo(0, 0);
  }, [at, name]);
  const tab = TAB_OF[route.view] ?? route.view;
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.querySelector('h1')?.focus()}>
        Skip to content
      </button>
      <header class="top">
        <div class="bar">
          <p class="brand">
            Access review{' '}
            <strong>
              <Name text={name} />
            </strong>
          </p>
          {page.organizations.length > 1 && (
            <label class="organization">
              <span>Organization</span>
              <select
                value={name}
                onChange={({ currentTarget }) => location.assign(linkTo(currentTarget.value, 'overview'))}
              >
                {page.organizations.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            </label>
          )}
          <p class="when">
            as of <time dateTime={page.instant}>{formatInstant(page.instant)}</time>
          </p>
        </div>
        <nav aria-label="Views">
          {VIEWS.map((view) => (
            <a key={view} href={linkTo(name, view)} aria-current={tab === view ? 'page' : undefined}>
              {TABS[view]}
            </a>
          ))}
        </nav>
      </header>
      <main ref={main} id="main">
        <View key={`${name}/${at}`} opened={opened} route={route} />
      </main>
      <footer>Made by Bylaw. This file is complete: it asks nobody and sends nothing.</footer>
    </>
  );
}

function View({
  opened,
  route,
}: {
  readonly opened: OpenedOrganization;
  readonly route: Route;
}): JSX.Element {
  const { view, words, filter } = route;
  if (isList(view)) return <ListView opened={opened} name={view} filter={filter} />;
  const thing = { opened, filter, name: words.join('/') };
  switch (view) {
    case 'person':
      return <PersonView {...thing} />;
    case 'group':
      return <GroupView {...thing} />;
    case 'scope':
      return <ScopeView {...thing} />;
    case 'role':
      return <RoleView {...thing} />;
    case 'why':
      return <WhyView opened={opened} words={words} />;
    default:
      return <Overview opened={opened} />;
  }
}

const root = known(document.getElementById('page'), 'the place of the page');
const facts = known(document.getElementById('facts'), 'the facts of the page');
const page = openPage(known(facts.textContent, 'facts'));
facts.remove();
render(<App page={page} />, root);
