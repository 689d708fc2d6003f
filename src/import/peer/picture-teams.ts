import type { MemberId } from '../../resource/identifiers.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import type { UnsaidAttribute } from './peer-terms.ts';

/** A team while it is collected. */
export interface PictureTeam {
  readonly slug: string;
  /** The name; the slug where the files know no other. */
  readonly title: string;
  readonly isNamed: boolean;
  readonly origin: Origin;
  /** Null where the files do not say. */
  description: string | null;
  /** Choices; nothing of what the files do not say. */
  readonly settings: Map<string, Origin>;
  /** Null where the files do not say who is in it. */
  people: ReadonlyMap<MemberId, Origin> | null;
  /** Those of them who are maintainers. */
  maintainers: ReadonlyMap<MemberId, Origin>;
  /** Slugs of the teams below it, and where that is written. */
  readonly children: Map<string, Origin>;
}

export function unsaidOf({ isNamed, description, people }: PictureTeam): ReadonlySet<UnsaidAttribute> {
  const unsaid = new Set<UnsaidAttribute>();
  if (!isNamed) unsaid.add('title');
  if (description === null) unsaid.add('description');
  if (people === null) unsaid.add('members');
  return unsaid;
}

export interface TeamCycle {
  readonly message: string;
  readonly origin: Origin;
  readonly related: Diagnostic['related'];
}

/** Teams that are below themselves, each ring once, told at the link that closes it. */
export function cyclesOf(teams: ReadonlyMap<string, PictureTeam>): readonly TeamCycle[] {
  const cycles: TeamCycle[] = [];
  const done = new Set<string>();
  const walk = (slug: string, way: readonly string[]): void => {
    const team = teams.get(slug);
    if (team === undefined || done.has(slug)) return;
    for (const [child, origin] of team.children) {
      const at = [...way, slug].indexOf(child);
      if (at === -1) walk(child, [...way, slug]);
      else cycles.push(cycle([...way, slug].slice(at), origin, teams));
    }
    done.add(slug);
  };
  for (const slug of teams.keys()) walk(slug, []);
  return cycles;
}

function cycle(ring: readonly string[], origin: Origin, teams: ReadonlyMap<string, PictureTeam>): TeamCycle {
  const related = ring.flatMap((slug, index) => {
    const next = ring[(index + 1) % ring.length] ?? slug;
    const link = teams.get(slug)?.children.get(next);
    return link === undefined ? [] : [{ message: `${next} is below ${slug}`, origin: link }];
  });
  return {
    message: `Teams are below each other in a ring: ${[...ring, ring[0]].join(' → ')}.`,
    origin,
    related,
  };
}
