import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './scratch.ts';
import { until } from './until.ts';
import type { OrdinaryUser } from './user.ts';
import { asUser } from './user.ts';

/** A real ssh-agent that holds one key. */
export interface SshAgent extends AsyncDisposable {
  /** Its socket: the value of `SSH_AUTH_SOCK`. */
  readonly socket: string;
}

/** Starts one, for the user if one is given, with a new key whose comment is `comment`. */
export async function startSshAgent(comment: string, user?: OrdinaryUser): Promise<SshAgent> {
  const home = scratch('agent');
  const directory = join(home.path, 'private');
  mkdirSync(directory);
  chmodSync(directory, 0o700);
  if (user) chownSync(directory, user.uid, user.gid);
  const as = user ? asUser(user) : [];
  const socket = join(directory, 'agent');
  const key = join(directory, 'key');
  const run = [...as, 'ssh-agent', '-D', '-a', socket];
  const agent = spawn(run[0]!, run.slice(1), { stdio: 'ignore' });
  const ended = once(agent, 'exit');
  const stop = async () => {
    agent.kill();
    await ended;
    home[Symbol.dispose]();
  };
  try {
    await until(() => existsSync(socket), { within: 10_000, what: 'the socket of ssh-agent' });
    const make = [...as, 'ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', key];
    execFileSync(make[0]!, make.slice(1));
    const add = [...as, 'ssh-add', '-q', key];
    execFileSync(add[0]!, add.slice(1), { env: { ...process.env, SSH_AUTH_SOCK: socket } });
  } catch (error) {
    await stop();
    throw error;
  }
  return { socket, [Symbol.asyncDispose]: stop };
}
