import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProgressLine } from '../../src/engines/docker/progress-lines.ts';
import { PulledLayers, type PullNews } from '../../src/engines/docker/pulled-layers.ts';

const of = (id: string, status: string, current?: number, total?: number): ProgressLine => ({
  id,
  status,
  progressDetail: {
    ...(current !== undefined && { current }),
    ...(total !== undefined && { total }),
  },
});

/** The news in short: `10/100 1 of 2`, with `?` for a total that nobody knows, and what is said. */
function told(lines: readonly ProgressLine[]): readonly string[] {
  const layers = new PulledLayers();
  return lines.map((line) => layers.take(line).map(short).join('; '));
}

function short(news: PullNews): string {
  if (news.kind === 'said') return news.line;
  const { done, total = '?', layers } = news;
  return `${done}/${total} ${layers?.done} of ${layers?.total}`;
}

test('what Docker says of a pull of three layers, one of which is there', () => {
  const pulled = told([
    { id: '1', status: 'Pulling from kit' },
    of('aa', 'Already exists'),
    of('bb', 'Pulling fs layer'),
    of('cc', 'Pulling fs layer'),
    of('cc', 'Waiting'),
    of('bb', 'Downloading', 10, 100),
    of('cc', 'Downloading', 5, 50),
    of('bb', 'Verifying Checksum'),
    of('bb', 'Download complete'),
    of('bb', 'Extracting', 1, 100),
    of('cc', 'Download complete'),
    of('bb', 'Extracting', 50, 100),
    of('bb', 'Extracting', 100, 100),
    of('bb', 'Pull complete'),
    of('cc', 'Extracting', 1, 50),
    of('cc', 'Pull complete'),
    { status: 'Status: Downloaded newer image for kit:1' },
  ]);
  expect(pulled).toEqual([
    '',
    '0/0 1 of 1',
    '0/? 1 of 2',
    '0/? 1 of 3',
    '',
    '10/? 1 of 3',
    '15/150 1 of 3',
    '',
    '105/150 2 of 3',
    '',
    '150/150 3 of 3',
    '150/150 3 of 3; unpacking layer 1 of 2',
    '',
    '150/150 3 of 3; unpacking layer 2 of 2',
    '',
    '150/150 3 of 3',
    '',
  ]);
});

test('what Podman says: small layers come without a size, and the configuration last', () => {
  const pulled = told([
    of('aa', 'Already exists'),
    of('bb', 'Pulling fs layer'),
    of('cc', 'Pulling fs layer'),
    of('bb', 'Downloading', 10, 100),
    of('cc', 'Download complete'),
    of('bb', 'Download complete'),
    of('config', 'Pulling fs layer'),
    of('config', 'Download complete'),
    of('config', 'Download complete'),
  ]);
  expect(pulled.slice(3)).toEqual([
    '10/? 1 of 3',
    '10/100 2 of 3',
    '100/100 3 of 3',
    '100/? 3 of 4',
    '100/100 4 of 4',
    '',
  ]);
});

test('a layer that is fetched anew is not there, and why is said', () => {
  const pulled = told([
    of('aa', 'Downloading', 90, 100),
    of('aa', 'Retrying in 5 seconds'),
    of('aa', 'Downloading', 10, 100),
  ]);
  expect(pulled).toEqual(['90/100 0 of 1', 'retrying in 5 seconds', '10/100 0 of 1']);
});

test('whatever a daemon says, no more is done than there is', () => {
  const line = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    status: fc.constantFrom(
      'Pulling fs layer',
      'Waiting',
      'Already exists',
      'Downloading',
      'Verifying Checksum',
      'Download complete',
      'Extracting',
      'Pull complete',
      'Retrying in 1 second',
      'Pulling from kit',
    ),
    progressDetail: fc.record(
      { current: fc.nat(100), total: fc.constantFrom(0, 100) },
      { requiredKeys: [] },
    ),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const layers = new PulledLayers();
      for (const { total, done, layers: count } of lines
        .flatMap((each) => layers.take(each))
        .filter((news) => news.kind === 'advanced')) {
        expect(done).toBeLessThanOrEqual(total ?? Infinity);
        expect(count?.done).toBeLessThanOrEqual(count?.total ?? 0);
      }
    }),
  );
});
