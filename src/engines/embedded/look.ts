import { readFileSync, statSync } from 'node:fs';
import { findProgram } from '../../host/find-program.ts';
import { NO_DONORS, type Donors } from '../donor.ts';
import type { Environment, Finding } from '../finding.ts';
import { unusable } from '../problems.ts';

/** The strategy for the embedded engine: bubblewrap on PATH, and a kernel that lets this user use it. */
export function lookForEmbedded(env: Environment, donors = NO_DONORS): Promise<Finding> {
  return Promise.resolve(look(env, donors));
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
  const forbidden = process.getuid?.() === 0 || isSetuid(bwrap) ? undefined : whoForbids();
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

interface Forbidding {
  readonly setting: string;
  /** What root types to allow it. */
  readonly command: string;
}

/** Settings by which distributions restrict user namespaces. */
const RESTRICTIONS: readonly (Forbidding & { readonly file: string; readonly value: string })[] = [
  // Debian's own, until 2020
  {
    file: '/proc/sys/kernel/unprivileged_userns_clone',
    value: '0',
    setting: '`kernel.unprivileged_userns_clone` is 0',
    command: 'sudo sysctl -w kernel.unprivileged_userns_clone=1',
  },
  // Ubuntu 23.10 and later
  {
    file: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    value: '1',
    setting: '`kernel.apparmor_restrict_unprivileged_userns` is 1',
    command: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  },
  {
    file: '/proc/sys/user/max_user_namespaces',
    value: '0',
    setting: '`user.max_user_namespaces` is 0',
    command: 'sudo sysctl -w user.max_user_namespaces=15000',
  },
];

function whoForbids(): Forbidding | undefined {
  return RESTRICTIONS.find(({ file, value }) => {
    try {
      return readFileSync(file, 'utf8').trim() === value;
    } catch {
      return false;
    }
  });
}
