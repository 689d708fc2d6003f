import type { JSX } from 'preact';
import { known } from '../../source/known.ts';
import type { PageCell, PageTable } from '../tables/page-table.ts';
import { reviewTotals, whoCanDoEverything } from '../tables/review-totals.ts';
import { DataTable } from './data-table.tsx';
import type { OpenedOrganization } from './opened.tsx';
import { linkTo, type ViewName } from './route.tsx';
import { formatNumber } from './words.tsx';

const SHOWN = 12;

export function Overview({ opened }: { readonly opened: OpenedOrganization }): JSX.Element {
  const { review, tables, name, placeOf } = opened;
  const totals = reviewTotals(review, tables);
  const people = tables('people');
  const powerful = whoCanDoEverything(review).map((member): readonly PageCell[] => {
    const row = known(people.rows[known(placeOf.get(review.spelling(member)), 'a place')], 'a row');
    return [row[0] ?? null, row[1] ?? null, row[7] ?? null, row[8] ?? null];
  });
  const all: PageTable = {
    name: 'people',
    columns: [0, 1, 7, 8].map((at) => known(people.columns[at], 'a column')),
    rows: powerful.slice(0, SHOWN),
  };
  const inactive: PageTable = {
    ...people,
    columns: people.columns.slice(0, 4),
    rows: people.rows
      .filter((row) => row[1] !== 'active')
      .slice(0, SHOWN)
      .map((row) => row.slice(0, 4)),
  };
  const dates: PageTable = { ...tables('dates'), rows: tables('dates').rows.slice(0, SHOWN) };
  const card = (view: ViewName, number: number, label: string, key: string): JSX.Element => (
    <li key={key}>
      <a class="card" href={linkTo(name, view)} data-total={key}>
        <strong>{formatNumber(number)}</strong>
        <span>{label}</span>
      </a>
    </li>
  );
  const part = (
    title: string,
    count: number,
    table: PageTable,
    view: ViewName,
    none: string,
  ): JSX.Element => (
    <section class="part">
      <h2>
        {title} <span class="count">{formatNumber(count)}</span>
      </h2>
      {table.rows.length === 0 ? (
        <p class="note">{none}</p>
      ) : (
        <DataTable organization={name} table={table} label={title} />
      )}
      {count > table.rows.length && <a href={linkTo(name, view)}>All {formatNumber(count)}</a>}
    </section>
  );
  return (
    <>
      <header class="view-head">
        <h1 tabIndex={-1}>Overview</h1>
        <p>
          {review.facts.platform.title},{' '}
          {review.facts.source === 'live' ? 'as it is live' : 'as written in the documents'}.
        </p>
      </header>
      <ul class="cards">
        {card('people', totals.people, oneOrMany(totals.people, 'person', 'people'), 'people')}
        {card('people', totals.withAccess, 'can do something', 'withAccess')}
        {card('people', totals.everything, 'can do everything somewhere', 'everything')}
        {card('groups', totals.groups, oneOrMany(totals.groups, 'group'), 'groups')}
        {card('scopes', totals.scopes, oneOrMany(totals.scopes, 'scope'), 'scopes')}
        {card('roles', totals.roles, oneOrMany(totals.roles, 'role'), 'roles')}
        {card('grants', totals.grants, oneOrMany(totals.grants, 'grant'), 'grants')}
        {card('people', totals.places, 'pairs of person and scope', 'places')}
      </ul>
      {part('Who can do everything', powerful.length, all, 'people', 'Nobody.')}
      {part('Dates', totals.dates, dates, 'dates', 'Nothing has an end or a review date.')}
      {part('Not active', totals.inactive, inactive, 'people', 'Everybody is active.')}
      {part(
        'Exceptions',
        totals.exceptions,
        { ...tables('exceptions'), rows: tables('exceptions').rows.slice(0, SHOWN) },
        'exceptions',
        'Nothing is let past a guard rail, a rule or the report of drift.',
      )}
    </>
  );
}

function oneOrMany(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}
