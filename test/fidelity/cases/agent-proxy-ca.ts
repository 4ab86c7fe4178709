import { ordinaryUser } from '../../rig/user.ts';
import { startPrivateServer } from '../../rig/private-authority.ts';
import { startSshAgent } from '../../rig/ssh-agent.ts';
import type { Case } from '../case.ts';
import { kitConfig } from '../paths/tackle.ts';

/** Asks for the agent's keys, and for a signature by the first (draft-ietf-sshm-ssh-agent, 3.5 and 3.6). */
const SIGN = String.raw`
import os, socket, struct
agent = socket.socket(socket.AF_UNIX)
agent.connect(os.environ["SSH_AUTH_SOCK"])
def text(data): return struct.pack(">I", len(data)) + data
def ask(request):
    agent.sendall(text(request))
    size, = struct.unpack(">I", agent.recv(4, socket.MSG_WAITALL))
    return agent.recv(size, socket.MSG_WAITALL)
def split(data):
    size, = struct.unpack(">I", data[:4])
    return data[4:4 + size], data[4 + size:]
listed = ask(b"\x0b")
key, rest = split(listed[5:])
print(listed[:5], split(key)[0], split(rest)[0])
signature, _ = split(ask(b"\x0d" + text(key) + text(b"words") + bytes(4))[1:])
print(split(signature)[0], len(signature))
`;

const PROXY = {
  http_proxy: 'http://ada:p%40ss@127.0.0.1:3128/?a="b c"',
  HTTPS_PROXY: 'http://[::1]:3128',
  ALL_PROXY: 'socks5h://localhost:1080',
  no_proxy: 'localhost,.example.org,10.0.0.0/8',
  NO_PROXY: '',
};

const SHOW_PROXY = `tool python3 -c 'import urllib.request as u, os; print(sorted(u.getproxies().items()), [os.environ.get(n) for n in ("NO_PROXY", "https_proxy", "ALL_PROXY")])'`;

/** What a server says, to two programs that keep their authorities in different ways. */
const FETCH = [
  `tool python3 -c 'import sys, urllib.request as u; print(u.build_opener(u.ProxyHandler({})).open(sys.argv[1]).read())'`,
  `tool node -e 'require("https").get(process.argv[1], (r) => r.pipe(process.stdout)).on("error", (e) => console.log(e.code))'`,
];

export const agentProxyCa: readonly Case[] = [
  {
    row: 36,
    part: 'an ssh-agent lists its keys and signs',
    streams: 'pipes',
    async observe(stage) {
      const user = stage.caller === 'user' ? ordinaryUser() : undefined;
      await using agent = await startSshAgent('ada@uni', user);
      stage.write('tackle.yaml', kitConfig(', share: [ssh-agent]'));
      stage.write('sign.py', SIGN);
      return await stage.sh('tool python3 sign.py', { env: { SSH_AUTH_SOCK: agent.socket } });
    },
  },
  {
    row: 36,
    part: 'the variables of a proxy',
    streams: 'pipes',
    async observe(stage) {
      stage.write('tackle.yaml', kitConfig(', share: [proxy]'));
      const unset = 'unset https_proxy HTTP_PROXY all_proxy ftp_proxy FTP_PROXY';
      return stage.sh(`${unset}; ${SHOW_PROXY}`, { env: PROXY });
    },
  },
  {
    row: 36,
    part: 'a server of an authority that only the caller trusts',
    streams: 'pipes',
    async observe(stage) {
      await using server = await startPrivateServer();
      stage.write('tackle.yaml', kitConfig(', share: [ca-certificates]', 'host'));
      const env = { SSL_CERT_FILE: server.authority, NODE_EXTRA_CA_CERTS: server.authority };
      const lines = FETCH.map((fetch) => `${fetch} ${server.url}`);
      return await stage.sh(lines.join('; '), { env });
    },
  },
];
