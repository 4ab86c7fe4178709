import type { EnvEntry, Network } from '../config/config.ts';
import type { CommandName, ToolboxName, ToolboxVersion } from '../kernel/brand.ts';

/**
 * The shipped toolboxes by name, as `toolboxes/<name>/toolbox.yaml` describes them. Plain data: it is
 * checked once, when it is compiled (`parse-catalog.ts`), and read back as it is (`compiled-catalog.ts`).
 */
export type Catalog = ReadonlyMap<ToolboxName, CatalogToolbox>;

/**
 * One toolbox, all its versions. Texts marked *template* may hold `{version}`, `{major}` and `{minor}`,
 * which stand for the version resolved to: `python{major}.{minor}`.
 */
export interface CatalogToolbox {
  readonly name: ToolboxName;
  readonly summary: string;
  readonly homepage: string;
  readonly default: {
    readonly version: ToolboxVersion;
    /** One of the commands of every version. */
    readonly command: CommandName;
    /** What is executed when nobody named a command or typed an argument, if not the default command. */
    readonly repl?: Argv;
  };
  readonly network: Network;
  /** Let through besides what every tool gets. */
  readonly env: readonly EnvEntry[];
  /** Variables that are set to a place in the toolbox's own HOME: `GOPATH` → `go`. */
  readonly homeEnv: Readonly<Record<string, string>>;
  /** Directories below HOME whose loss costs time, not work. */
  readonly caches: readonly string[];
  /** Which source is used where a version has several and nobody chose. */
  readonly source: CatalogSourceKind;
  /** Templates. Words this toolbox is known for: no other toolbox of the catalogue has them. */
  readonly commands: readonly string[];
  /** Templates. Further words that work when the toolbox is named; another toolbox is known for them. */
  readonly also: readonly string[];
  /** Other names of versions: `lts` → `24`. */
  readonly aliases: Readonly<Record<string, ToolboxVersion>>;
  /** Newest first. */
  readonly versions: readonly CatalogVersion[];
  /** How any exact `x.y.z` comes to be, by its major number; versions above may say more about one. */
  readonly exact: readonly ExactLine[];
  readonly smoke: Smoke;
}

export interface CatalogVersion {
  readonly version: ToolboxVersion;
  readonly sources: CatalogSources;
  /** In place of the toolbox's own; `also` is not replaced. */
  readonly commands?: readonly string[];
  readonly source?: CatalogSourceKind;
  readonly smoke?: Smoke;
}

/** At least one of them. */
export interface CatalogSources {
  readonly image?: CatalogImage;
  readonly packages?: CatalogPackages;
}

export type CatalogSourceKind = keyof CatalogSources;

/** How a source departs from "every command is a program of that name, and there is a shell". */
interface SourceWays {
  /** What is executed for a word: `python` → `python2.7`. Templates. */
  readonly exec?: Readonly<Record<string, Argv>>;
  /** Commands of the version that this source does not have. Templates. */
  readonly without?: readonly string[];
  /** That there is no shell: an image that holds one program alone. */
  readonly shell?: false;
}

export interface CatalogImage extends SourceWays {
  /** With its tag, for people, and the digest of its index. */
  readonly reference: string;
}

export interface CatalogPackages extends SourceWays {
  readonly debian: string;
  /** `name` or `name=version`. */
  readonly packages: readonly string[];
  /** `name@version`. Templates. */
  readonly npm?: readonly string[];
}

export interface ExactLine {
  readonly majors: readonly number[];
  readonly packages: CatalogPackages;
}

/** How to see that the toolbox works. */
export interface Smoke {
  readonly command: CommandName;
  readonly args: readonly string[];
  /** A regular expression, multi-line, that the output matches. Template. */
  readonly prints: string;
  readonly on: 'stdout' | 'stderr';
}

export type Argv = readonly [string, ...string[]];
