import { counted } from '../phrases.ts';

/** What a read of an organization takes of its platform, told before it is made: where a connector file says it. */
export interface ToldReadCost {
  readonly connector: string;
  /** All of them, those that are made twice counted twice. */
  readonly requests: number;
  /** Requests of one round. `around`: the list for each of whose rows it is read. */
  readonly lists: readonly {
    readonly list: string;
    readonly requests: number;
    readonly around: string | null;
  }[];
  /** Everything is read twice, as long as nothing changes meanwhile. */
  readonly twice: boolean;
  /** The version is asked for first. */
  readonly version: boolean;
  /** A token is asked for first. */
  readonly login: boolean;
  /** What the token sees is asked once more in each round. */
  readonly sight: boolean;
}

/** `a read as it is written takes 9 requests of acme (users 2; groups 1; …; all twice; version 1)`. */
export function readCostPhrase({ connector, requests, lists, ...first }: ToldReadCost): string {
  const apart = lists.map(({ list, requests: of, around }) =>
    around === null ? `${list} ${of}` : `${list} ${of}, one or more for each of ${around}`,
  );
  const sight = first.sight ? ['what the token sees 1'] : [];
  const beside = [
    ...(first.twice ? ['all twice'] : []),
    ...(first.version ? ['version 1'] : []),
    ...(first.login ? ['login 1'] : []),
  ];
  return `a read as it is written takes ${counted(requests, 'request')} of ${connector} (${[...sight, ...apart, ...beside].join('; ')})`;
}
