import { isUtf8, spellStray } from '../kernel/byte-text.ts';
import type { Pin } from '../lock/pin.ts';
import type { Inherited, Rlimit } from './inherited.ts';
import { rlimitEntries } from './inherited.ts';
import type { LaunchPlan, Mount, PlanUser } from './launch-plan.ts';
import { isSecret } from './secret.ts';

/**
 * The plan as JSON, for people and programs: keys in the order of `LaunchPlan`, permission bits and the
 * umask as octal text (`"0022"`), resource limits as `"soft:hard"` or as one value for both, two spaces of
 * indent, one line feed at the end. Values that look like secrets are not shown. A word that is
 * no UTF-8, and so no string of JSON, is an object: `{ "percentEncoded": "caf%E9" }`.
 */
export function printJson(plan: LaunchPlan): string {
  const printed = {
    format: plan.format,
    command: plan.command,
    toolbox: plan.toolbox,
    image: printableImage(plan.image),
    platform: plan.platform,
    argv: plan.argv.map(printableWord),
    env: printableEnv(plan.env),
    cwd: plan.cwd,
    user: printableUser(plan.user),
    inherited: printableInherited(plan.inherited),
    mounts: plan.mounts.map(printableMount),
    stdio: pick(plan.stdio, 'stdin', 'stdout', 'stderr', 'controlling'),
    network: plan.network,
    share: plan.share,
    limits: pick(plan.limits, 'pids', 'memory', 'cpus'),
    security: pick(plan.security, 'capabilities', 'noNewPrivileges', 'readOnlyRoot', 'seccomp'),
    isolation: plan.isolation,
  } satisfies Record<keyof LaunchPlan, unknown>;
  return `${JSON.stringify(printed, null, 2)}\n`;
}

/** `isSecret` says which values are hidden. */
function printableEnv(env: LaunchPlan['env']): Readonly<Record<string, PrintableWord>> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      isSecret(name, value) ? '(hidden)' : printableWord(value),
    ]),
  );
}

type PrintableWord = string | { readonly percentEncoded: string };

function printableWord(word: string): PrintableWord {
  if (isUtf8(word)) return word;
  const percentEncoded = spellStray(word, {
    text: (run) => run.replaceAll('%', '%25'),
    bytes: (run) => run.toString('hex').toUpperCase().replace(/../g, '%$&'),
  });
  return { percentEncoded };
}

function printableUser(user: PlanUser) {
  return {
    ...pick(user, 'uid', 'gid', 'groups', 'groupNames', 'name', 'group', 'home'),
    umask: octal(user.umask),
  } satisfies Partial<Record<keyof PlanUser, unknown>>;
}

function printableInherited({ rlimits, ...rest }: Inherited) {
  return {
    ...pick(rest, 'nice', 'cpus'),
    ...(rlimits !== undefined && {
      rlimits: Object.fromEntries(
        rlimitEntries(rlimits).map(([resource, limit]) => [resource, rlimitText(limit)]),
      ),
    }),
  } satisfies Partial<Record<keyof Inherited, unknown>>;
}

function rlimitText({ soft, hard }: Rlimit): string {
  return soft === hard ? `${soft}` : `${soft}:${hard}`;
}

/** Of a locked build, not the packages one by one: the digest covers them. */
function printableImage(pin: Pin) {
  if (pin.kind === 'registry' && pin.signedBy) return { ...pin, signedBy: pin.signedBy.value };
  if (pin.kind !== 'packages' || pin.exact === undefined) return pin;
  return { ...pin, exact: pick(pin.exact, 'rootfs', 'epoch', 'snapshot') };
}

function printableMount(mount: Mount) {
  return mount.kind === 'bind'
    ? pick(mount, 'kind', 'source', 'target', 'access', 'purpose')
    : { ...pick(mount, 'kind', 'target'), mode: octal(mount.mode) };
}

/** The keys in this order; one that is absent stays absent. */
function pick<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(
    keys.filter((key) => key in value).map((key) => [key, value[key]]),
  ) as Pick<T, K>;
}

function octal(bits: number): string {
  return bits.toString(8).padStart(4, '0');
}
