// All set-up that `npm test` and `npm run demo` need: looks, says, and only then installs.
import { existsSync } from 'node:fs';
import { askEngine, engineAddress, startEngine } from './engine.mjs';
import { hasApt, installCommands, installPackages } from './debian.mjs';
import { missingNeeds } from './needs.mjs';
import { dependenciesAreStale, installDependencies } from './npm-dependencies.mjs';

const say = (line) => console.error(`setup: ${line}`);

const SYSTEM_AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Node goes by a list of authorities of its own. On a network whose proxy opens TLS, the one that signs for it
 * is in the system's list alone. Takes effect in the children.
 */
function trustWhatTheSystemTrusts() {
  if (existsSync(SYSTEM_AUTHORITIES)) process.env.NODE_EXTRA_CA_CERTS ??= SYSTEM_AUTHORITIES;
}

/**
 * Does the set-up.
 * @returns {Promise<{ stopEngine?: () => Promise<void> } | undefined>} how to stop the engine, if it
 *   was started here; nothing at all when the set-up cannot be done, which has then been explained
 */
export async function prepare({ root, purpose }) {
  trustWhatTheSystemTrusts();
  const found = await lookAround({ root, purpose });
  const instead = whatToRunInstead(found);
  if (instead !== undefined) {
    for (const line of describe(found)) say(`needed: ${line}`);
    say('that cannot be done from here; run this, then come back:');
    for (const line of instead) console.error(`  ${line}`);
    return undefined;
  }
  for (const need of found.missing) say(`installing ${need.package}: ${need.why}`);
  if (found.missing.length > 0) installPackages(found.missing.map((need) => need.package));
  if (found.dependencies) {
    say('running npm ci: brings the packages that package-lock.json names');
    installDependencies(root);
  }
  return found.needsDaemon ? startEngineIfNeeded() : {};
}

/**
 * Says what `prepare` would do, and does nothing.
 * @returns {Promise<number>} 0 when this user could do it
 */
export async function dryRun({ root, purpose }) {
  const found = await lookAround({ root, purpose });
  const lines = describe(found);
  console.log(lines.length === 0 ? 'nothing to set up' : lines.join('\n'));
  const instead = whatToRunInstead(found);
  if (instead === undefined) return 0;
  console.log(
    `that cannot be done from here; run this, then come back:\n  ${instead.join('\n  ')}`,
  );
  return 1;
}

/**
 * Looks at the machine; changes nothing. The demo runs its tools in sandboxes of Tackle's own where no engine answers;
 * but an address that somebody has said is not passed over, as `tackle` itself does not.
 * @param {{ root: string, purpose: 'demo' | 'test' }} what
 */
async function lookAround({ root, purpose }) {
  const engine = await askEngine();
  const needsDaemon = purpose === 'test' || process.platform !== 'linux' || isSaid();
  const isThere = engine === 'answers' || (needsDaemon && engine === 'forbidden') || isSaid();
  return {
    root,
    engine,
    needsDaemon,
    missing: missingNeeds(purpose, isThere),
    dependencies: dependenciesAreStale(root),
    isRoot: process.getuid?.() === 0,
  };
}

/** Whether somebody has said which engine it is to be. */
function isSaid() {
  return Boolean(process.env.DOCKER_HOST);
}

/** What has to be done, one line a thing: what and why. */
function describe(found) {
  return [
    ...found.missing.map((need) => `install ${need.package}: ${need.why}`),
    ...(found.dependencies ? ['run npm ci: the packages that package-lock.json names'] : []),
    ...(found.needsDaemon ? daemonLines(found.engine) : []),
  ];
}

function daemonLines(engine) {
  return {
    answers: [],
    silent: [`start dockerd: no engine answers on ${engineName()}`],
    forbidden: [`get access to the engine on ${engineName()}`],
  }[engine];
}

/** What this user cannot do from here: the lines to type, or nothing when all can go ahead. */
function whatToRunInstead(found) {
  const packages = found.missing.map((need) => need.package);
  const lines = [];
  if (packages.length > 0 && !hasApt()) {
    lines.push(`# install the counterparts of these Debian packages: ${packages.join(' ')}`);
  } else if (packages.length > 0 && !found.isRoot) {
    lines.push(...installCommands(packages).map((line) => `sudo ${line}`));
  }
  if (!found.needsDaemon) return lines.length === 0 ? undefined : lines;
  if (found.engine === 'forbidden') {
    lines.push('sudo usermod -aG docker "$USER"', 'newgrp docker');
  } else if (found.engine === 'silent' && isSaid()) {
    lines.push('unset DOCKER_HOST  # or start the engine that it names');
  } else if (found.engine === 'silent' && !found.isRoot) {
    lines.push("sudo sh -c 'dockerd >/var/log/dockerd.log 2>&1 &'");
  }
  return lines.length === 0 ? undefined : lines;
}

/** Asked anew: installing docker.io starts dockerd where a service manager runs. */
async function startEngineIfNeeded() {
  if ((await askEngine()) === 'answers') return {};
  say(`starting dockerd: no engine answers on ${engineName()}`);
  const { stop } = await startEngine();
  return {
    stopEngine: async () => {
      say('stopping the dockerd that was started for this');
      await stop();
    },
  };
}

function engineName() {
  const address = engineAddress();
  return address.socketPath ?? `${address.host}:${address.port}`;
}
