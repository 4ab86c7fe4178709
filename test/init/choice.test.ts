import { describe, expect, it } from 'vitest';
import { propose } from '../../src/init/proposal.ts';
import { readRepository } from '../../src/init/read-repository.ts';
import { shippedCatalog } from '../catalog/shipped-catalog.ts';

const CATALOG = shippedCatalog();

function toolboxes(files: Readonly<Record<string, string>>): readonly string[] {
  const read = Object.entries(files).map(([path, text]) => ({ path, text }));
  return propose(readRepository(read), CATALOG).parts.map(
    ({ choice }) =>
      `${choice.toolbox.name}@${choice.version}${choice.isNearest ? ' nearest' : ''}${choice.against.length > 0 ? ` against ${choice.against.map(({ place }) => place.file).join()}` : ''}`,
  );
}

describe('one file', () => {
  it.each([
    ['.nvmrc', 'lts/*', 'node@24'],
    ['.nvmrc', 'lts/hydrogen', 'node@18'],
    ['.nvmrc', 'node', 'node@26'],
    ['.nvmrc', 'stable', 'node@26'],
    ['.nvmrc', 'v10.16.3', 'node@10.16.3'],
    ['.nvmrc', '10', 'node@10'],
    ['.nvmrc', '17.9.1', 'node@17.9.1'],
    ['.nvmrc', '21', 'node@22 nearest'],
    ['.nvmrc', 'system', 'node@24'],
    ['.python-version', '3.8.*', 'python@3.8'],
    ['.python-version', '3.5.2', 'python@3.6 nearest'],
    ['.python-version', '# ours\n\n3.10 # and no other\n', 'python@3.10'],
    ['.python-version', '3.9\r\n', 'python@3.9'],
    ['.python-version', 'pypy3.9-7.3.11', 'python@3.13'],
    ['.ruby-version', 'ruby-2.7.8', 'ruby@2.7 nearest'],
    ['.ruby-version', 'jruby-9.4', 'ruby@3.3'],
    ['.java-version', '1.8', 'java@8'],
    ['.tool-versions', 'java adoptopenjdk-openj9-11.0.1', 'java@11 nearest'],
    ['.tool-versions', 'elixir 1.14.5-otp-25', 'elixir@1.14 nearest'],
    ['.tool-versions', 'nodejs ref:v18', ''],
    ['go.mod', 'module a\ngo 1.20\n', 'go@1.25'],
    ['go.mod', 'module a\ngo 1.22\ntoolchain go1.23.6\n', 'go@1.23.6'],
    ['rust-toolchain', 'stable', 'rust@1.97'],
    ['rust-toolchain', 'nightly-2024-01-01', 'rust@1.97'],
    ['Cargo.toml', '[package]\nname = "a"', 'rust@1.89'],
    ['Gemfile', "source 'x'\nruby '2.7.8'", 'ruby@2.7 nearest'],
    ['Gemfile', "ruby file: '.ruby-version'", 'ruby@3.3'],
    ['Gemfile', "ruby '>= 2.7', '< 3.3'", 'ruby@3.1'],
    ['pyproject.toml', '[project]\nrequires-python = "~=3.8"', 'python@3.14'],
    ['pyproject.toml', '[project]\nrequires-python = ">=3.4,<3.6"', 'python@3.6 nearest'],
    ['pyproject.toml', '[tool.black]', 'python@3.13'],
    ['package.json', '{}', 'node@24'],
    ['package.json', '{"engines": {"node": "16.14.x"}}', 'node@16 nearest'],
    // The newest that need not be built; 26 is made from packages alone.
    ['package.json', '{"engines": {"node": ">=14"}}', 'node@24'],
    ['package.json', '{"engines": {"node": ">=25"}}', 'node@26'],
    ['Dockerfile', 'FROM mcr.microsoft.com/devcontainers/go:1-1.22-bookworm', 'go@1.22'],
    ['Dockerfile', 'FROM node:lts-alpine', 'node@24'],
    ['Dockerfile', 'FROM python\nFROM ubuntu:22.04', 'python@3.14'],
    ['.devcontainer.json', '{"image": "python:3.8",}', 'python@3.8'],
    ['latexmkrc', "$pdflatex = 'xelatex %O %S';", 'latex@extra'],
    ['a/b.tex', '\\usepackage{siunitx}\n%\\documentclass', 'latex@extra'],
    ['a/b.tex', '% \\documentclass', ''],
    ['mise.toml', '[tools]\n"core:node" = "lts"', 'node@24'],
  ])('%s with %j', (path, text, expected) => {
    expect(toolboxes({ [path]: text }).join()).toBe(expected);
  });
});

describe('files that disagree', () => {
  it('agree on the newest that all of them can do with', () => {
    const files = { 'package.json': '{"engines": {"node": ">=14"}}', Dockerfile: 'FROM node:18' };
    expect(toolboxes(files)).toEqual(['node@18']);
  });

  it('and otherwise the one goes first that version managers go by', () => {
    const files = {
      Dockerfile: 'FROM node:20',
      '.nvmrc': '18',
      'package.json': '{"engines": {"node": "22"}}',
    };
    expect(toolboxes(files)).toEqual(['node@18 against package.json,Dockerfile']);
  });

  it('are of one mind where what is nearest is the same', () => {
    const files = { '.python-version': '3.8.10', 'runtime.txt': 'python-3.8.12' };
    expect(toolboxes(files)).toEqual(['python@3.8 nearest']);
  });

  it('leave words to the one that comes first', () => {
    const [one, two] = propose(
      readRepository([{ path: '.python-version', text: '3.8\n3.9\n3.8' }]),
      CATALOG,
    ).parts;
    expect(one?.commands).toContain('python3');
    expect(two?.commands).toEqual(['python3.9', 'pip3.9']);
  });
});

it('tells of a tool that has no toolbox, and not of one that comes with another', () => {
  const text = 'deno 1.40\nyarn 1.22.19\nnodejs 20';
  const { missing, parts } = propose(readRepository([{ path: '.tool-versions', text }]), CATALOG);
  expect(missing.map(({ tool }) => tool)).toEqual(['deno']);
  expect(parts).toHaveLength(1);
});
