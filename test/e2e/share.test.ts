import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { callerCalled, CALLERS, type Caller } from '../rig/callers.ts';
import { startPrivateServer } from '../rig/private-authority.ts';
import { rig } from '../rig/rig.ts';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { startSshAgent } from '../rig/ssh-agent.ts';

/** A project with the kit's `bash` and `python3` on the caller's network; `share` is a YAML list. */
function projectThatShares(share: string, caller?: Caller) {
  const project = scratch('sharing');
  const config = join(project.path, 'tackle.yaml');
  writeFileSync(
    config,
    `toolboxes:\n  kit: {image: '${rig().kit.tag}', network: host, commands: [bash, python3], share: ${share}}\n`,
  );
  caller?.own(project.path, config);
  return project;
}

/**
 * Asks an agent for its identities, as `ssh-add -l` does (draft-ietf-sshm-ssh-agent, 3.5): for each the kind of
 * answer, how many there are, and its comment.
 */
const LIST_IDENTITIES = `
import os, socket, struct
agent = socket.socket(socket.AF_UNIX)
agent.connect(os.environ['SSH_AUTH_SOCK'])
agent.sendall(struct.pack('>IB', 1, 11))
def read(n):
    data = b''
    while len(data) < n: data += agent.recv(n - len(data))
    return data
def number(): return struct.unpack('>I', read(4))[0]
size, kind, count = number(), read(1)[0], number()
for _ in range(count):
    key, comment = read(number()), read(number())
    print(kind, count, comment.decode())
`;

describe('an ssh-agent', () => {
  test.for(CALLERS)('lists its keys inside: %s', async (who) => {
    const caller = callerCalled(who);
    using project = projectThatShares('[ssh-agent]', caller);
    await using agent = await startSshAgent('ada@uni', caller.user);
    const { through, env } = caller.launching();
    const options = { cwd: project.path, through, env: { ...env, SSH_AUTH_SOCK: agent.socket } };
    const listed = await runTackle(['python3', '-c', LIST_IDENTITIES], options);
    expect([listed.stdout.toString(), listed.stderr.toString()]).toEqual(['12 1 ada@uni\n', '']);
    const beside = `ls ${dirname(agent.socket)} || ls /run/.tackle`;
    const looked = await runTackle(['bash', '-c', beside], options);
    expect(looked.stdout.toString().split('\n')).toContain('ssh-agent');
    expect(looked.stderr.toString()).toContain('No such file or directory');
  });

  test('that is gone is none', async () => {
    using project = projectThatShares('[ssh-agent]');
    const env = { SSH_AUTH_SOCK: join(project.path, 'gone') };
    const script = 'echo "${SSH_AUTH_SOCK-none}"';
    const end = await runTackle(['bash', '-c', script], { cwd: project.path, env });
    expect([end.stdout.toString(), end.stderr.toString()]).toEqual(['none\n', '']);
  });
});

test('the variables of a proxy arrive as they are, and a password in them is not printed', async () => {
  using project = projectThatShares('[proxy]');
  const env = {
    http_proxy: 'http://ada:hunter2@127.0.0.1:3128/?a="b c"',
    HTTPS_PROXY: 'http://127.0.0.1:3128',
    https_proxy: undefined,
    no_proxy: 'localhost,.example.org',
    NO_PROXY: '',
  };
  const script =
    'printf "%s\\n" "$http_proxy" "$HTTPS_PROXY" "${https_proxy-none}" "$no_proxy" "<$NO_PROXY>"';
  const end = await runTackle(['bash', '-c', script], { cwd: project.path, env });
  expect(end.stdout.toString()).toBe(
    `${env.http_proxy}\n${env.HTTPS_PROXY}\nnone\n${env.no_proxy}\n<>\n`,
  );
  const plan = await runTackle(['plan', 'bash'], { cwd: project.path, env });
  expect(plan.stdout.toString()).toContain('"http_proxy": "(hidden)"');
  expect(plan.stdout.toString()).not.toContain('hunter2');
});

/** Prints what the server says, or why it is not trusted. */
const FETCH = `
import sys, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try: print(opener.open(sys.argv[1]).read().decode())
except urllib.error.URLError as error: print(error.reason.reason)
`;

describe('a private certificate authority', () => {
  test.for(CALLERS)('is trusted inside where its certificate is shared: %s', async (who) => {
    const caller = callerCalled(who);
    await using server = await startPrivateServer();
    const fetched = async (share: string) => {
      using project = projectThatShares(share, caller);
      const { through, env } = caller.launching();
      const trusting = { ...env, SSL_CERT_FILE: server.authority };
      const options = { cwd: project.path, through, env: trusting };
      const end = await runTackle(['python3', '-c', FETCH, server.url], options);
      expect(end.stderr.toString()).toBe('');
      return end.stdout.toString();
    };
    expect(await fetched('[]')).toBe('CERTIFICATE_VERIFY_FAILED\n');
    expect(await fetched('[ca-certificates]')).toBe('hello\n');
  });

  test('is told to each program by the variable that it reads', async () => {
    using project = projectThatShares('[ca-certificates]');
    const own = join(project.path, 'own.pem');
    writeFileSync(own, 'own');
    writeFileSync(join(project.path, 'all.pem'), 'all');
    const env = { SSL_CERT_FILE: join(project.path, 'all.pem'), NODE_EXTRA_CA_CERTS: own };
    const script = 'cat $SSL_CERT_FILE $NODE_EXTRA_CA_CERTS $REQUESTS_CA_BUNDLE $GIT_SSL_CAINFO';
    const end = await runTackle(['bash', '-c', script], { cwd: project.path, env });
    expect([end.stdout.toString(), end.stderr.toString()]).toEqual(['allownallall', '']);
  });
});
