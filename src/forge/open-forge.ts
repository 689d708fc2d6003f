import type { Forge } from './forge.ts';
import type { ForgeSettings } from './forge-settings.ts';

export type ForgeKind = 'github' | 'gitlab';

/** Loads the client of one forge, and nothing of the other. Sends nothing. */
export async function openForge(kind: ForgeKind, settings: ForgeSettings): Promise<Forge> {
  switch (kind) {
    case 'github': {
      const { githubForge } = await import('./github/github-forge.ts');
      return githubForge(settings);
    }
    case 'gitlab': {
      const { gitlabForge } = await import('./gitlab/gitlab-forge.ts');
      return gitlabForge(settings);
    }
  }
}
