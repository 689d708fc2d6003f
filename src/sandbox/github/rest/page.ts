import type { GithubAnswer, GithubCall } from '../door/github-call.ts';

/** One page of a list, and links to the others: `per_page` is 30, and 100 at most. */
export function page<Item>(
  call: GithubCall,
  items: readonly Item[],
  toJson: (item: Item) => unknown,
): GithubAnswer {
  const size = Math.min(100, whole(call.query.get('per_page')) ?? 30);
  const last = Math.max(1, Math.ceil(items.length / size));
  const number = whole(call.query.get('page')) ?? 1;
  const start = (number - 1) * size;
  const link = links(call, size, number, last);
  return {
    status: 200,
    body: items.slice(start, start + size).map(toJson),
    ...(link === '' ? {} : { headers: { link } }),
  };
}

function whole(text: string | null): number | null {
  const number = Number(text);
  return text !== null && Number.isInteger(number) && number > 0 ? number : null;
}

function links(call: GithubCall, size: number, number: number, last: number): string {
  const to = (target: number, rel: string) => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(target));
    query.set('per_page', String(size));
    return `<${call.origin}${call.path}?${query}>; rel="${rel}"`;
  };
  const found = [];
  if (number > 1) found.push(to(Math.min(number - 1, last), 'prev'));
  if (number < last) found.push(to(number + 1, 'next'), to(last, 'last'));
  if (number > 1) found.push(to(1, 'first'));
  return found.join(', ');
}
