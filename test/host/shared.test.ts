import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { caCertificates } from '../../src/host/ca-certificates.ts';
import { sshAgentSocket } from '../../src/host/ssh-agent.ts';
import { temporary } from './temporary.ts';

const here = temporary();
afterAll(() => here[Symbol.dispose]());
const at = (name: string) => join(here.path, name);
for (const name of ['all.pem', 'mine.pem']) writeFileSync(at(name), '');
mkdirSync(at('dir'));
symlinkSync('all.pem', at('link.pem'));

describe('the ssh-agent', () => {
  it('is a socket that is there, by its real path', async () => {
    const server = createServer().listen(at('agent'));
    await once(server, 'listening');
    symlinkSync('agent', at('link'));
    expect(sshAgentSocket(at('agent'))).toBe(at('agent'));
    expect(sshAgentSocket(at('link'))).toBe(at('agent'));
    server.close();
    await once(server, 'close');
    expect(sshAgentSocket(at('link'))).toBeUndefined();
  });

  it.each([undefined, '', '/nowhere/agent', at('all.pem'), at('dir')])('is not %j', (named) => {
    expect(sshAgentSocket(named)).toBeUndefined();
  });
});

describe('the authorities', () => {
  it('are for every program those of SSL_CERT_FILE, and its own where it has some', () => {
    const files = caCertificates({ SSL_CERT_FILE: at('link.pem'), PIP_CERT: at('mine.pem') });
    const { PIP_CERT: own, ...others } = files;
    expect(own).toBe(at('mine.pem'));
    expect(Object.keys(others)).toEqual(
      expect.arrayContaining(['SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS']),
    );
    expect(new Set(Object.values(others))).toEqual(new Set([at('all.pem')]));
  });

  it.each(['', '/nowhere/ca.pem', at('dir')])('are not at %j', (named) => {
    const files = caCertificates({ SSL_CERT_FILE: at('all.pem'), PIP_CERT: named });
    expect(files['PIP_CERT']).toBe(at('all.pem'));
  });

  it('are the same for all where nobody says otherwise', () => {
    expect(new Set(Object.values(caCertificates({}))).size).toBeLessThanOrEqual(1);
  });
});
