import type { DesiredObject } from './desired-object.ts';

/** With a slug to be given too, where the thing has another on the platform. */
export function withSlugChange<T extends { readonly slug: string }>(
  slug: string | undefined,
  { body, isSo }: DesiredObject<T>,
): DesiredObject<T> {
  if (slug === undefined) return { body, isSo };
  return { body: { ...body, slug }, isSo: (live) => live.slug === slug && isSo(live) };
}
