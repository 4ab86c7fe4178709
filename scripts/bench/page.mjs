// The page that one run writes, whole: figures of different runs do not stand side by side.

export function benchmarksPage({ groups, agents, promises, machine, notes }) {
  return `# What a launch takes

![What a launch of \`true\` takes more than natively](benchmarks.svg)

\`npm run bench\` measures all of it in one run and writes this page, whole: figures of different runs are not to be
compared. Every launch is started in the same way by the same process, which waits for its end and for all of its
output; those of a table take turns, there and back, in rounds of which the first do not count. A launch that fails,
or says anything else than it should, fails the run.

In each table all are compared with the first. *×* is how many times its median they take, *more* the median of what
they take more, round by round; times are of the start and the end together.

- **chroot**: the tool of the same unpacked image natively: nothing is around it there.
- **shim**: what people type with shims on PATH: a sandbox of bubblewrap on the engine \`embedded\`, the agent of a warm
  container on \`docker\` and \`podman\`, prepared by the first use, which does not count.
- **\`tackle\`**: what people type without shims, \`tackle COMMAND\`: the same by a shell that starts it.
- **\`tackle --fresh\`**: through Node and the engine's API, as is everything that cannot be prepared.

## What is promised

${promiseTable(promises)}

${groups.map(section).join('\n\n')}

${agentSection(agents)}## The machine

${[...machine, ...notes].map((line) => `- ${line}`).join('\n')}
`;
}

/** What is wrong with a promise that does not hold. */
export function asLine(promised) {
  const { says, where, value, limit, direction, unit } = promised;
  const amount = (number) => withUnit(exactly(number, limit, unit), unit);
  return `${says}: ${amount(value)}, not at ${direction} ${amount(limit)} (${where})`;
}

function promiseTable(promises) {
  const lines = promises.map(({ says, where, value, limit, direction, unit, holds }) => {
    const amount = (number) => withUnit(exactly(number, limit, unit), unit);
    const verdict = holds ? 'holds' : 'does **not** hold';
    return `| ${says} | at ${direction} ${amount(limit)} | ${amount(value)} | ${verdict} | ${where} |`;
  });
  return [
    '| what | promised | here | | worst in |',
    '| --- | --: | --: | --- | --- |',
    ...lines,
  ].join('\n');
}

function section({ kind, title, rows, rounds }) {
  const lines = rows.map(({ name, ratio, more, median, p10, p90 }) => {
    const shown = name.includes('shim') ? `**${name}**` : name;
    return `| ${shown} | ${ratio.toFixed(kind === 'launch' ? 1 : 2)} | ${inMs(more)} | ${inMs(median)} | ${inMs(p10)}–${inMs(p90)} |`;
  });
  return [
    `## ${title}\n`,
    ...(kind === 'first' ? [`${FIRST_USE}\n`] : []),
    `${rounds} rounds.\n`,
    '| launch | × | more, ms | median, ms | p10–p90, ms |',
    '| --- | --: | --: | --: | --: |',
    ...lines,
  ].join('\n');
}

const FIRST_USE = `The image is there, what Tackle has read in it once, and Tackle's own code as Node compiled it before. Before each of them, all
else that earlier ones have left is thrown away, and so is the warm container.`;

function agentSection(agents) {
  if (agents.length === 0) return '';
  const lines = agents.map(
    ({ engine, fresh, used }) =>
      `| ${engine} | ${inKb(fresh.resident)} | ${inKb(used.resident)} | ${fresh.descriptors} | ${used.descriptors} | ${used.children} |`,
  );
  return `## An idle agent

\`Rss\` of \`/proc/PID/smaps_rollup\`, in units of 1000 bytes, after the launches of the first table and after all that this
page tells of; and what it has open, and its child processes.

| engine | resident, first | resident, at the end | descriptors, first | descriptors, at the end | children |
| --- | --: | --: | --: | --: | --: |
${lines.join('\n')}

`;
}

/** As many digits as it takes to tell it from what is promised. */
function exactly(value, limit, unit) {
  if (unit === 'bytes' || unit === '') return String(value);
  const digits = unit === '×' ? 2 : 1;
  const short = value.toFixed(digits);
  return value !== limit && Number(short) === limit ? value.toFixed(digits + 2) : short;
}

function withUnit(text, unit) {
  if (unit === '') return text;
  return unit === '×' ? `${text}${unit}` : `${text} ${unit}`;
}

function inMs(time) {
  return time.toFixed(1);
}

function inKb(bytes) {
  return (bytes / 1000).toFixed(0);
}
