import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { identityOf, livenessOf, type ProcessIdentity } from '../../host/process-identity.ts';
import { privately } from '../../host/privately.ts';
import { hexOf, type Digest } from '../../kernel/brand.ts';
import { TMP, type StorePlace } from './store-place.ts';

/** What a process has for itself in the store, until it gives it back or dies. */
export interface Workplace extends AsyncDisposable {
  /** A new, empty directory to make something in. */
  directory(): string;
  /** As long as this workplace is there, `prune` leaves this layer or image alone. */
  hold(digest: Digest): void;
}

/** Its directory with a file for each digest that its owner needs. */
export const HOLDS = 'holds';
/** What another machine, container or boot left is taken for abandoned after this long. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** The owner's name is the directory's: there is no moment at which it is there and nobody's. */
export function makeWorkplace(store: StorePlace): Workplace {
  const here = privately(() => {
    const made = mkdtempSync(`${store}/${TMP}/${nameOf(identityOf(process.pid))}`);
    mkdirSync(`${made}/${HOLDS}`);
    return made;
  });
  let made = 0;
  return {
    directory() {
      const path = `${here}/${String(made++)}`;
      privately(() => mkdirSync(path));
      return path;
    },
    hold: (digest) => closeSync(openSync(`${here}/${HOLDS}/${hexOf(digest)}`, 'w')),
    [Symbol.asyncDispose]: () => rm(here, { recursive: true, force: true }),
  };
}

/** Removes what dead processes left. */
export async function sweep(store: StorePlace): Promise<void> {
  for (const name of readdirSync(`${store}/${TMP}`)) {
    const path = `${store}/${TMP}/${name}`;
    if (isAbandoned(path, name))
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The digests, in hex, that somebody alive needs. */
export function heldInStore(store: StorePlace): ReadonlySet<string> {
  return new Set(living(store).flatMap((workplace) => namesIn(`${workplace}/${HOLDS}`)));
}

/** The workplaces of everybody alive who needs this layer or image. */
export function holdersOf(store: StorePlace, digest: Digest): readonly string[] {
  return living(store).filter((workplace) =>
    namesIn(`${workplace}/${HOLDS}`).includes(hexOf(digest)),
  );
}

function living(store: StorePlace): readonly string[] {
  const names = readdirSync(`${store}/${TMP}`);
  return names
    .filter((name) => !isAbandoned(`${store}/${TMP}/${name}`, name))
    .map((name) => `${store}/${TMP}/${name}`);
}

function isAbandoned(path: string, name: string): boolean {
  const owner = ownerIn(name);
  if (owner === undefined) return true;
  const liveness = livenessOf(owner);
  if (liveness !== 'elsewhere') return liveness === 'dead';
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
  return Date.now() - mtimeMs > ABANDONED_MS;
}

/** `PID.STARTED.WORLD.`, the last in base64, and then what `mkdtemp` adds. */
function nameOf({ pid, started, world }: ProcessIdentity): string {
  return `${String(pid)}.${String(started)}.${Buffer.from(world).toString('base64url')}.`;
}

function ownerIn(name: string): ProcessIdentity | undefined {
  const [, pid, started, world] = /^(\d+)\.(\d+)\.([\w-]*)\.\w+$/.exec(name) ?? [];
  if (pid === undefined || started === undefined || world === undefined) return undefined;
  return {
    pid: Number(pid),
    started: Number(started),
    world: Buffer.from(world, 'base64url').toString(),
  };
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
