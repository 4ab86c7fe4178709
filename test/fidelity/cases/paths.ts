import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Observation } from '../case.ts';
import type { Stage } from '../stage.ts';

/** Every name that a program has for where it is, and a file of that place, read and written. */
const WHERE = `tool bash -c 'pwd; python3 -c "import os; print(os.getcwd())"; cat here; echo made > made'; cat made`;

/** Goes there as a person does, with `cd`, so that the shell has its own name for it. */
function where(stage: Stage, directory: string): Promise<Observation> {
  return stage.sh(`cd -- "$THERE" && { ${WHERE}; }`, { env: { THERE: directory } });
}

/** A project whose own directory has this name. */
function projectCalled(name: string, what: string): Case {
  return {
    row: 28,
    part: `in a project whose path has ${what}`,
    streams: 'pipes',
    async observe(stage) {
      const root = stage.makeDirectory(name);
      stage.makeProject(root);
      stage.write(`${name}/here`, 'found\n');
      return where(stage, root);
    },
  };
}

export const paths: readonly Case[] = [
  {
    row: 28,
    part: 'in the project, and in a directory of it',
    streams: 'pipes',
    async observe(stage) {
      stage.write('here', 'the project\n');
      stage.write('sub/dir/here', 'a directory\n');
      return [await where(stage, '.'), await where(stage, 'sub/dir')];
    },
  },
  projectCalled(`it's "quoted" $HOME \`x\` \\ * ?`, 'spaces and quotes'),
  projectCalled('ü 日本 e\u0301 🧰', 'letters of any language'),
  projectCalled('a:b', 'a colon'),
  projectCalled('-a,b=c;d&e|f#g%20h', 'a comma and other signs'),
  projectCalled('two\nlines\tand a tab', 'a line feed and a tab'),
  {
    row: 28,
    part: 'in a path as long as the system lets it be',
    streams: 'pipes',
    async observe(stage) {
      // PATH_MAX is 4096 with the final zero byte; `cd` and `make` need some room behind it.
      const room = 4000 - stage.project.length;
      const names = Array.from({ length: Math.floor(room / 201) }, () => 'n'.repeat(200));
      const deep = stage.makeDirectory(names.join('/'));
      stage.write(`${names.join('/')}/here`, 'deep\n');
      const asProject = stage.makeDirectory(names.slice(1).join('/'));
      stage.write(`${names.slice(1).join('/')}/here`, 'deep\n');
      stage.makeProject(asProject);
      return [await where(stage, deep), await where(stage, asProject)];
    },
  },
  {
    row: 28,
    part: 'through a symbolic link: PWD is the shell’s name for it',
    streams: 'pipes',
    async observe(stage) {
      stage.write('real/dir/here', 'linked\n');
      stage.write('beside/here', 'not this one\n');
      symlinkSync('../real/dir', join(stage.makeDirectory('beside'), 'link'));
      const up = `cd beside/link; tool bash -c 'ls ..; pwd -P; cd ..; pwd; cat here; ls'`;
      return [await where(stage, 'beside/link'), await stage.sh(up)];
    },
  },
  {
    row: 28,
    part: 'through a symbolic link to the project from elsewhere',
    streams: 'pipes',
    async observe(stage) {
      stage.write('sub/here', 'reached by another way\n');
      return where(stage, join(wayTo(stage), 'sub'));
    },
  },
  {
    row: 28,
    part: 'pwd -P behind a symbolic link to the project from elsewhere',
    streams: 'pipes',
    async observe(stage) {
      const resolve = 'import os; print(os.path.realpath(os.environ["PWD"]))';
      const line = `cd -- "$THERE"; tool bash -c 'pwd -P'; tool python3 -c '${resolve}'`;
      return stage.sh(line, { env: { THERE: wayTo(stage) } });
    },
  },
  {
    row: 28,
    part: 'through a symbolic link that leads out of the project',
    streams: 'pipes',
    async observe(stage) {
      const there = stage.elsewhere('there');
      await stage.sh(`echo outside > ${there}/here`);
      symlinkSync(there, join(stage.project, 'out'));
      return where(stage, 'out');
    },
  },
  {
    row: 28,
    part: 'arguments that are paths, absolute and relative',
    streams: 'pipes',
    async observe(stage) {
      for (const name of ['a', 'sub/b', 'sub/dir/c', 'sub/-d']) stage.write(name, `${name}\n`);
      symlinkSync('sub/dir', join(stage.project, 'link'));
      const names = `c ./c ../b ../../a ../../link/c ../dir/../b "$PWD/c" "$PWD/../b" "${stage.project}//a" -- ../-d`;
      const script = 'import os, sys; print(*[os.path.realpath(name) for name in sys.argv[1:]])';
      return stage.sh(`cd sub/dir; tool cat ${names}; tool python3 -c '${script}' ${names}`);
    },
  },
];

function wayTo(stage: Stage): string {
  const way = join(stage.elsewhere('ways'), 'in');
  symlinkSync(stage.project, way);
  return way;
}
