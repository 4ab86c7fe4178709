// All set-up that `npm test` and `npm run demo` need: looks, says, and only then installs.
import { askEngine, engineAddress, startEngine } from './engine.mjs';
import { hasApt, installCommands, installPackages } from './debian.mjs';
import { missingNeeds } from './needs.mjs';
import { dependenciesAreStale, installDependencies } from './npm-dependencies.mjs';

const say = (line) => console.error(`setup: ${line}`);

/**
 * Looks at the machine and decides; changes nothing.
 * @param {{ root: string, purpose: 'demo' | 'test' }} what
 */
export async function lookAround({ root, purpose }) {
  const engine = await askEngine();
  return {
    root,
    engine,
    missing: missingNeeds(purpose, engine !== 'silent'),
    dependencies: dependenciesAreStale(root),
    isRoot: process.getuid?.() === 0,
  };
}

/** What has to be done, one line a thing: what and why. */
export function describe(found) {
  return [
    ...found.missing.map((need) => `install ${need.package}: ${need.why}`),
    ...(found.dependencies ? ['npm ci: the packages that package-lock.json names'] : []),
    ...(found.engine === 'silent' ? [`start dockerd: no engine answers on ${engineName()}`] : []),
  ];
}

/** What this user cannot do alone: the lines to type, or nothing when all can go ahead. */
export function whatToRunInstead(found) {
  const packages = found.missing.map((need) => need.package);
  if (found.engine === 'forbidden') {
    return ['sudo usermod -aG docker "$USER"', 'newgrp docker'];
  }
  if (packages.length > 0 && !hasApt()) {
    return [`# with this system's package manager, the counterparts of: ${packages.join(' ')}`];
  }
  if (found.isRoot || (packages.length === 0 && found.engine === 'answers')) return undefined;
  return [
    ...(packages.length > 0 ? installCommands(packages).map((line) => `sudo ${line}`) : []),
    ...(found.engine === 'silent' ? ["sudo sh -c 'dockerd >/var/log/dockerd.log 2>&1 &'"] : []),
  ];
}

/**
 * Does the set-up.
 * @returns {Promise<{ stopEngine?: () => Promise<void> } | undefined>} how to stop the engine, if it
 *   was started here; nothing at all when the set-up cannot be done, which has then been explained
 */
export async function prepare({ root, purpose }) {
  const found = await lookAround({ root, purpose });
  const instead = whatToRunInstead(found);
  if (instead !== undefined) {
    for (const line of describe(found)) say(`needed: ${line}`);
    if (found.engine === 'forbidden') say(`needed: access to the engine on ${engineName()}`);
    say('this user may not do that; run this, then come back:');
    for (const line of instead) console.error(`  ${line}`);
    return undefined;
  }
  for (const need of found.missing) say(`installing ${need.package}: ${need.why}`);
  if (found.missing.length > 0) installPackages(found.missing.map((need) => need.package));
  if (found.dependencies) {
    say('running npm ci: brings the packages that package-lock.json names');
    installDependencies(root);
  }
  return startEngineIfNeeded();
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
