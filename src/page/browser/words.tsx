import type { ComponentChildren, JSX } from 'preact';
import type { DeniedText } from '../../access/denied-texts.ts';
import { deniedPhrase } from '../../access/explain/denied-phrase.ts';
import { escapeText } from '../../source/quote.ts';
import type { CellKind, PageCell } from '../tables/page-table.ts';
import { linkTo, type ViewName } from './route.tsx';

/** A name as somebody wrote it: on its own whatever direction it runs in, and with nothing hidden in it. */
export function Name({ text }: { readonly text: string }): JSX.Element {
  return <bdi>{escapeText(text)}</bdi>;
}

/** The texts that a permission is not held for. */
export function NotFor({ texts }: { readonly texts: readonly DeniedText[] }): ComponentChildren {
  return texts.length === 0 ? null : <Name text={deniedPhrase(texts)} />;
}

interface LinkProps {
  readonly organization: string;
  readonly view: ViewName;
  readonly text: string;
  readonly words?: readonly string[];
}

export function ThingLink({ organization, view, text, words = [text] }: LinkProps): JSX.Element {
  return (
    <a href={linkTo(organization, view, words)} class={`thing ${view}`}>
      <Name text={text} />
    </a>
  );
}

const NUMBERS = new Intl.NumberFormat('en');

export function formatNumber(number: number): string {
  return NUMBERS.format(number);
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** `2099-01-31T00:00:00.000Z` as people read it; a date that is no instant stays as it is. */
export function formatInstant(text: string): string {
  const at = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(text);
  return at === null ? text : `${at[1]} ${at[2]} UTC`;
}

interface CellProps {
  readonly organization: string;
  readonly kind: CellKind;
  readonly cell: PageCell;
  /** Whether a principal is a group. */
  readonly isGroup: boolean;
}

export function Cell({ organization, kind, cell, isGroup }: CellProps): ComponentChildren {
  if (cell === null) return null;
  if (typeof cell === 'number') return formatNumber(cell);
  switch (kind) {
    case 'person':
    case 'group':
    case 'scope':
    case 'role':
      return <ThingLink organization={organization} view={kind} text={cell} />;
    case 'principal':
      return <ThingLink organization={organization} view={isGroup ? 'group' : 'person'} text={cell} />;
    case 'instant':
      return <time dateTime={cell}>{formatInstant(cell)}</time>;
    case 'place':
      return (
        <code class="place">
          <Name text={cell} />
        </code>
      );
    case 'text':
    case 'number':
      return STATES.has(cell) ? (
        <span class={`state ${cell.replace(/ .*/, '')}`}>{cell}</span>
      ) : (
        <Name text={cell} />
      );
  }
}

/** Words that are shown as marks, besides being read. */
const STATES: ReadonlySet<string> = new Set([
  'active',
  'invited',
  'deactivated',
  'expired',
  'deactivated by a group',
  'in force',
  'not yet',
  'over',
  'ends',
  'review',
  'begins',
  'takes away',
]);
