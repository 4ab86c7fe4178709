// Bundles src/ into dist/: one CommonJS file for the entry and one for every dynamic import, so that
// a launch reads only what it runs. (esbuild splits code for ESM alone, and an ESM entry starts up to
// 8 ms slower on Node 20.) Then compiles the catalogue, the JSON Schema and the native init.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/**
 * Never used here. Of dockerode, what serves BuildKit sessions and ssh hosts (75 ms of loading), and what
 * packs a build context (ours is packed by images/pack-context.ts); of
 * cosmiconfig, its own loaders (a whole TypeScript compiler, and a way to execute a config).
 */
const STUBBED = [
  ...['@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs', 'ssh2'],
  ...['tar-fs', '@balena/dockerignore'],
  ...['typescript', 'js-yaml', 'import-fresh', 'parse-json'],
];

/** Entry files still to bundle; dynamic imports found on the way are added. */
const waiting = new Map();

function chunkName(file) {
  return relative(join(root, 'src'), file).replace(/\.ts$/, '').replaceAll('/', '-');
}

const dynamicImportsBecomeChunks = {
  name: 'dynamic-imports-become-chunks',
  setup(builder) {
    builder.onResolve({ filter: /^\./ }, (found) => {
      if (found.kind !== 'dynamic-import') return undefined;
      const file = resolve(found.resolveDir, found.path);
      const name = chunkName(file);
      if (!done.has(name)) waiting.set(name, file);
      return { path: `./${name}.cjs`, external: true };
    });
  },
};

/** docker-modem has a copy of Node's own streams in it, for older ones. */
const takeNodesStreams = {
  name: 'take-nodes-streams',
  setup(builder) {
    builder.onResolve({ filter: /^readable-stream$/ }, () => ({ path: 'stream', external: true }));
  },
};

const stubUnusedParts = {
  name: 'stub-unused-parts',
  setup(builder) {
    const filter = new RegExp(`^(${STUBBED.join('|')})(/.*)?$`);
    builder.onResolve({ filter }, (found) => ({ path: found.path, namespace: 'stub' }));
    builder.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};

/**
 * docker-modem words each request in full for `debug`, also where nobody listens, and that is a tenth of all that Tackle's own
 * code takes.
 */
const tellNobodyOfRequests = {
  name: 'tell-nobody-of-requests',
  setup(builder) {
    builder.onResolve({ filter: /^(debug|util)$/ }, ({ path, importer }) =>
      importer.endsWith('/docker-modem/lib/modem.js') ? { path, namespace: 'silent' } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'silent' }, ({ path }) => ({
      contents:
        path === 'debug'
          ? 'module.exports = () => () => undefined;'
          : "module.exports = { inspect: () => '' };",
    }));
  },
};

const done = new Set();
/** Every file that went into a bundle. */
const inputs = new Set();
mkdirSync(dist, { recursive: true });
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

waiting.set('main', join(root, 'src/cli/main.ts'));
while (waiting.size > 0) {
  const [name, file] = waiting.entries().next().value;
  waiting.delete(name);
  await bundle(name, file);
}
const of = createHash('sha256');
for (const name of [...done].sort()) of.update(readFileSync(join(dist, `${name}.cjs`)));
await bundle('compiled-code', join(root, 'src/host/compiled-code.ts'), {
  TACKLE_BUILD: JSON.stringify(of.digest('hex').slice(0, 16)),
});

async function bundle(name, file, define = {}) {
  done.add(name);
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: { [name]: file },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    // An import() becomes a require(): of a CommonJS file that is imported, Node first looks for the names
    // it exports, with a parser written in JavaScript, which takes half of the time of a start.
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    define: {
      TACKLE_VERSION: JSON.stringify(version),
      'import.meta.dirname': '__dirname',
      ...define,
    },
    plugins: [stubUnusedParts, takeNodesStreams, tellNobodyOfRequests, dynamicImportsBecomeChunks],
    logLevel: 'warning',
  });
  for (const file of Object.keys(metafile.inputs)) inputs.add(file);
}

/** What is released has all that there can be, or does not come about. */
const isRelease = process.argv.includes('--release');

// Each step is a module whose default export does it.
for (const step of ['catalog', 'schema', 'native', 'notices']) {
  const file = join(root, 'scripts/build', `${step}.mjs`);
  if (existsSync(file)) await (await import(file)).default({ root, dist, inputs, isRelease });
}

// Removed last, and only what nothing makes any more: a launch may be running from dist/ right now.
for (const file of readdirSync(dist)) {
  if (file.endsWith('.cjs') && !done.has(file.slice(0, -'.cjs'.length))) rmSync(join(dist, file));
}
