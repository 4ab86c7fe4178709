import fc from 'fast-check';
import { existsSync, mkdtempSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openInitLink, type InitLink } from '../../src/engines/init-link.ts';
import { Capture } from '../contract/capture.ts';
import { Queue } from '../contract/queue.ts';

/** A link, and connections to it as init makes them. */
class Linked implements Disposable {
  readonly link: InitLink;

  constructor(link: InitLink) {
    this.link = link;
  }

  connect(...said: readonly (string | Buffer)[]): Socket {
    const socket = createConnection(join(this.link.directory, 'launcher'));
    socket.on('error', () => socket.destroy());
    for (const piece of said) socket.write(piece);
    return socket;
  }

  [Symbol.dispose](): void {
    this.link.close();
  }
}

async function open(): Promise<Linked> {
  return new Linked(await openInitLink(mkdtempSync(join(tmpdir(), 'tackle-link-'))));
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

test.each([
  ['started', { kind: 'started' }],
  ['failed 2 missing', { kind: 'failed', errno: 'ENOENT', present: false }],
  ['failed 13 present', { kind: 'failed', errno: 'EACCES', present: true }],
  ['failed 999 present', { kind: 'failed', errno: 'errno 999', present: true }],
])('how a start is told: %s', async (line, start) => {
  using linked = await open();
  linked.connect('control\n', `${line}\n`);
  expect(await linked.link.started).toEqual(start);
});

test.each([
  ['exited 0', { kind: 'exited', status: 0 }],
  ['exited 143', { kind: 'exited', status: 143 }],
  ['signaled 15', { kind: 'signaled', signal: 'SIGTERM' }],
  ['signaled 6', { kind: 'signaled', signal: 'SIGABRT' }],
  ['signaled 64', { kind: 'signaled', signal: 64 }],
])('how an end is told: %s', async (line, end) => {
  using linked = await open();
  linked.connect('control\n', `started\n${line}\n`);
  expect(await linked.link.over).toEqual(end);
});

test('the end of the tool, of each output, and of all are three things', async () => {
  using linked = await open();
  const init = linked.connect('control\n', 'started\nclosed 2 0\n');
  expect(await linked.link.totals[2]).toBe(0);
  init.write('exited 3\n');
  expect(await linked.link.over).toEqual({ kind: 'exited', status: 3 });
  init.write('closed 1 12345678901234\n');
  expect(await linked.link.totals[1]).toBe(12_345_678_901_234);
  init.write('done\n');
  expect(await linked.link.ended).toEqual({ kind: 'exited', status: 3 });
});

test('everything at once, or byte by byte after the greeting', async () => {
  using whole = await open();
  whole.connect('control\nstarted\nstopped 20 0\nexited 3\n').end();
  expect(await whole.link.over).toEqual({ kind: 'exited', status: 3 });
  using pieces = await open();
  pieces.connect('control\n', ...Array.from('started\nexited 3\n'));
  expect(await pieces.link.over).toEqual({ kind: 'exited', status: 3 });
});

test('the first of two ends is the end', async () => {
  using linked = await open();
  linked.connect('control\nexited 3\nexited 4\n');
  expect(await linked.link.over).toEqual({ kind: 'exited', status: 3 });
});

test('stops before the first listener are told to it, later ones to all', async () => {
  using linked = await open();
  const init = linked.connect('control\n', 'stopped 21 0\nstopped 20 7\nexited 0\n');
  await linked.link.over;
  const [first, second] = [new Queue<string>(), new Queue<string>()];
  linked.link.onStop((signal, shown) => first.put(`${signal} after ${shown}`));
  expect([await first.take(), await first.take()]).toEqual(['SIGTTIN after 0', 'SIGTSTP after 7']);
  linked.link.onStop((signal) => second.put(signal));
  init.write('stopped 19 8\n');
  expect([await first.take(), await second.take()]).toEqual(['SIGSTOP after 8', 'SIGSTOP']);
});

test('what the launcher says, in order, also before init is there', async () => {
  using linked = await open();
  const { link } = linked;
  link.resize({ rows: 24, columns: 80 });
  link.signal('SIGTERM');
  link.signal('SIGINT');
  link.resume('back');
  link.breakOutput(2);
  const heard = new Capture(linked.connect('control\n'));
  await heard.until('broken 2\n');
  link.resume('fore');
  await heard.until('fore\n');
  expect(heard.text).toBe('size 24 80\nsignal 15\ngroup 2\nresume back\nbroken 2\nresume fore\n');
});

test('the terminal carries every byte, also those right behind the greeting', async () => {
  using linked = await open();
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const inside = linked.connect(Buffer.concat([Buffer.from('terminal\n'), bytes]));
  const terminal = await linked.link.terminal;
  const shown = new Capture(terminal);
  terminal.end(bytes);
  expect((await new Capture(inside).whole).equals(bytes)).toBe(true);
  expect((await shown.whole).equals(bytes)).toBe(true);
});

test('streams that the link was opened with, and no other', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tackle-link-'));
  using linked = new Linked(await openInitLink(directory, ['stdin', 'stdout']));
  const { streams } = linked.link;
  expect(Object.keys(streams)).toEqual(['stdin', 'stdout']);
  const [input, output] = [linked.connect('stdin\n'), linked.connect('stdout\n', 'ou', 't\n')];
  (await streams.stdin)?.end('in\n');
  expect((await new Capture(input).whole).toString()).toBe('in\n');
  const shown = new Capture((await streams.stdout)!);
  output.end();
  expect((await shown.whole).toString()).toBe('out\n');
  await Promise.all([closed(linked.connect('stderr\n')), closed(linked.connect('stdout\n'))]);
});

test('a second connection of a kind is turned away: the tool is not init', async () => {
  using linked = await open();
  const init = linked.connect('control\n');
  linked.connect('terminal\n');
  await linked.link.terminal;
  linked.link.resume('fore');
  await new Capture(init).until('resume fore');
  await Promise.all([
    closed(linked.connect('control\nexited 99\n')),
    closed(linked.connect('terminal\n')),
    closed(linked.connect('hello\n')),
    closed(linked.connect('control')),
  ]);
  init.write('exited 3\n');
  expect(await linked.link.over).toEqual({ kind: 'exited', status: 3 });
});

test('a line that does not end is not kept', async () => {
  using linked = await open();
  const init = linked.connect('control\n', 'x'.repeat(1_000_000));
  await closed(init);
  expect(init.destroyed).toBe(true);
});

test('closing ends the connections, takes the directory away, and may be repeated', async () => {
  using linked = await open();
  const inits = [linked.connect('control\n'), linked.connect('terminal\n')];
  linked.link.resume('fore');
  await Promise.all([new Capture(inits[0]!).until('fore'), linked.link.terminal]);
  const gone = inits.map(closed);
  linked.link.close();
  linked.link.close();
  await Promise.all(gone);
  expect(existsSync(linked.link.directory)).toBe(false);
  linked.link.signal('SIGTERM');
});

test('a key’s signal is told to all who listen', async () => {
  using linked = await open();
  const heard: string[] = [];
  linked.link.onKeySignal((signal) => heard.push(`one ${signal}`));
  linked.link.onKeySignal((signal) => heard.push(`other ${signal}`));
  linked.connect('control\n', 'typed 2\ntyped 99\ntyped 3\nexited 0\n');
  await linked.link.over;
  expect(heard).toEqual(['one SIGINT', 'other SIGINT', 'one SIGQUIT', 'other SIGQUIT']);
});

test('signals that the tool has not heard are told to all who listen', async () => {
  using linked = await open();
  const late: string[] = [];
  linked.link.onLate((signal) => late.push(`one ${signal}`));
  linked.link.onLate((signal) => late.push(`other ${signal}`));
  for (const signal of ['SIGUSR1', 'SIGTSTP'] as const) linked.link.signal(signal);
  linked.connect('control\n', 'heard 1\nexited 0\n');
  await linked.link.over;
  linked.link.signal('SIGTERM');
  expect(late).toEqual(['one SIGTSTP', 'other SIGTSTP', 'one SIGTERM', 'other SIGTERM']);
});

test('no directory to listen in', async () => {
  await expect(openInitLink('/nowhere/at-all')).rejects.toMatchObject({ syscall: 'listen' });
});

const almost = fc
  .tuple(
    fc.constantFrom(
      ...['stopped', 'signaled', 'exited', 'failed', 'closed', 'heard', 'start', 'EXITED', ''],
    ),
    fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)),
    fc.constantFrom('', ' 5', ' missing', ' present', ' absent'),
  )
  .map(([word, argument, rest]) => `${word} ${argument}${rest}`);
const anyLine = fc
  .oneof(almost, fc.string(), fc.constant('started'))
  .filter((line) => !line.includes('\n') && line.length < 64);

test('whatever init says, what is told of it makes sense', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyLine, { maxLength: 20 }), async (lines) => {
      using linked = await open();
      linked.connect('control\n', ...lines.map((line) => `${line}\n`), 'exited 7\n');
      const stops: string[] = [];
      linked.link.onStop((signal, shown) => {
        stops.push(signal);
        expect(shown).toBeGreaterThanOrEqual(0);
      });
      const end = await linked.link.over;
      if (end.kind === 'exited') {
        expect(Number.isInteger(end.status) && end.status >= 0 && end.status < 256).toBe(true);
      } else if (typeof end.signal === 'number') expect(end.signal).toBeLessThan(128);
      else expect(constants.signals).toHaveProperty(end.signal);
      for (const signal of stops) expect(constants.signals).toHaveProperty(signal);
    }),
    { numRuns: 200 },
  );
});

test('whatever strangers say, init is heard', async () => {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 5 }), async (strangers) => {
      using linked = await open();
      for (const said of strangers) linked.connect(said).end();
      linked.connect('control\n', 'exited 7\n');
      expect(await linked.link.over).toEqual({ kind: 'exited', status: 7 });
    }),
    { numRuns: 100 },
  );
});
