import type { Facts } from './facts.ts';
import { fault, fine, warning, type Line } from './line.ts';

/** What the kernel lets an ordinary user do, and what it holds tools to. */
export function judgeKernel(facts: Facts): readonly Line[] {
  return [judgeNamespaces(facts), judgeCgroups(facts), judgeSelinux(facts)];
}

function takes(engine: string, { launch }: Facts): boolean {
  return 'engine' in launch && launch.engine === engine;
}

function judgeNamespaces(facts: Facts): Line {
  const { isRoot, userNamespaces: forbidding } = facts;
  const subject = 'namespaces';
  if (isRoot) return fine(subject, 'root may make them');
  if (forbidding === undefined) return fine(subject, 'you may make user namespaces');
  const says = `only root may make user namespaces here: ${forbidding.setting}`;
  const mend = `run \`${forbidding.command}\``;
  return takes('docker', facts) ? warning(subject, says, mend) : fault(subject, says, mend);
}

const DELEGATE =
  'run `sudo systemctl edit user@.service`, write `[Service]` and `Delegate=cpu memory pids`, and log in again';

function judgeCgroups(facts: Facts): Line {
  const { cgroups, isRoot } = facts;
  const subject = 'cgroups';
  if (cgroups.hierarchy === 'none') {
    const says = 'no cgroup file system is mounted, so that limits on tools do not hold';
    return warning(subject, says, 'run `sudo mount -t cgroup2 none /sys/fs/cgroup`');
  }
  const needed = ['memory', 'cpu'];
  const missing = needed.filter((name) => !cgroups.delegated.includes(name));
  if (takes('podman', facts) && !isRoot && missing.length > 0) {
    const says = `none that limits ${missing.join(' and ')} is delegated to you`;
    return warning(subject, says, DELEGATE);
  }
  return fine(subject, cgroups.hierarchy === 'unified' ? 'version 2' : 'version 1');
}

function judgeSelinux(facts: Facts): Line {
  const subject = 'SELinux';
  const { selinux } = facts;
  if (selinux !== 'enforcing') return fine(subject, selinux);
  if (!takes('docker', facts) && !takes('podman', facts)) return fine(subject, selinux);
  return warning(
    subject,
    'enforcing: containers may be denied the files of a project',
    'see whether it does with `sudo ausearch -m avc -ts recent`; `export TACKLE_ENGINE=embedded` uses no containers',
  );
}
