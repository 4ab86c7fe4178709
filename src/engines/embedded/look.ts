import { statSync } from 'node:fs';
import { findProgram, placesOfProgram } from '../../host/find-program.ts';
import { whoForbidsUserNamespaces } from '../../host/user-namespaces.ts';
import { ok } from '../../kernel/result.ts';
import { NO_DONORS, type Donors } from '../donor.ts';
import type { Environment, Finding } from '../finding.ts';
import { unusable } from '../problems.ts';

/** The strategy for the embedded engine: bubblewrap on PATH, and a kernel that lets this user use it. */
export function lookForEmbedded(env: Environment, donors = NO_DONORS): Promise<Finding> {
  return Promise.resolve(look(env, donors));
}

export function placesOfEmbedded(env: Environment): readonly string[] {
  return placesOfProgram('bwrap', env);
}

function look(env: Environment, donors: Donors): Finding {
  if (process.platform !== 'linux') {
    return { kind: 'not-applicable', because: 'bubblewrap needs Linux' };
  }
  const bwrap = findProgram('bwrap', env);
  if (bwrap === undefined) {
    return {
      kind: 'not-applicable',
      because: 'no `bwrap` on PATH: `sudo apt-get install bubblewrap`',
    };
  }
  const forbidden =
    process.getuid?.() === 0 || isSetuid(bwrap) ? undefined : whoForbidsUserNamespaces();
  if (forbidden !== undefined) {
    return {
      kind: 'unusable',
      because: unusable(`this machine lets only root make user namespaces (${forbidden.setting})`, {
        hint: `run \`${forbidden.command}\``,
      }),
    };
  }
  return {
    kind: 'usable',
    at: bwrap,
    version: async (signal) => (await import('./try-bubblewrap.ts')).tryBubblewrap(bwrap, signal),
    containers: async () => ok((await import('./own-sandboxes.ts')).ownSandboxes()),
    open: async ({ registries } = {}) => {
      const { openEmbedded } = await import('./embedded-engine.ts');
      return openEmbedded(bwrap, { env, donors, ...(registries && { registries }) });
    },
  };
}

function isSetuid(path: string): boolean {
  const { mode, uid } = statSync(path);
  return uid === 0 && (mode & 0o4000) !== 0;
}
