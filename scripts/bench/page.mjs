// The page that one run writes, whole: figures of different runs do not stand side by side.

/** What an embedded launch may take more than the same tool through chroot, in milliseconds. */
export const MOST_MORE_MS = 8;

/** The launches that are to keep to it: without Node, with the plan prepared. */
export function tooSlow(groups) {
  return sandboxes(groups).filter(({ more }) => more > MOST_MORE_MS);
}

function sandboxes(groups) {
  return groups.flatMap(({ title, rows }) =>
    rows.filter(({ isSandbox }) => isSandbox).map((row) => ({ title, more: row.more })),
  );
}

export function benchmarksPage({ groups, machine, rounds }) {
  return `# What a launch takes

\`npm run bench\` measures all of it in one run and writes this page, whole: figures of different runs are not to be
compared. Every launch is started in the same way by the same process, which waits for its end and for all of its
output; they take turns, there and back, for ${rounds} rounds after a few that do not count. A launch that fails, or says
anything else than it should, fails the run.

Each is compared with the same tool of the same unpacked image through \`chroot\`: nothing is around the tool there. *More* is
the median of what it took more, round by round; the times are of the start and the end together.

- **sandbox**: what the engine \`embedded\` executes, recorded from a launch of it and repeated without Node, as if the plan
  had been prepared: bubblewrap, its mounts, init and its filter. Only init's link to the launcher is left out, as there
  is none.
- **tackle**: the same through Node, as people type it today.

${verdict(groups)}

${groups.map(section).join('\n\n')}

## The machine

${machine.map((line) => `- ${line}`).join('\n')}
`;
}

function verdict(groups) {
  const all = sandboxes(groups);
  const most = all.reduce((worst, one) => (one.more > worst.more ? one : worst));
  const says = most.more > MOST_MORE_MS ? 'does **not** hold' : 'holds';
  return `That a sandbox takes at most ${MOST_MORE_MS} ms more than \`chroot\` ${says} here: ${exactly(most.more)} ms at most (${most.title}).`;
}

/** As many digits as it takes to tell it from what is promised. */
function exactly(time) {
  return time > MOST_MORE_MS && Number(inMs(time)) === MOST_MORE_MS ? time.toFixed(3) : inMs(time);
}

function section({ title, rows }) {
  const lines = rows.map(
    ({ name, ratio, more, median, p10, p90 }) =>
      `| ${name} | ${ratio.toFixed(1)} | ${inMs(more)} | ${inMs(median)} | ${inMs(p10)}–${inMs(p90)} |`,
  );
  return [
    `## ${title}\n`,
    '| launch | × chroot | more, ms | median, ms | p10–p90, ms |',
    '| --- | --: | --: | --: | --: |',
    ...lines,
  ].join('\n');
}

function inMs(time) {
  return time.toFixed(1);
}
