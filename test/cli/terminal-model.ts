import { cellsOf } from '../../src/cli/visible-text.ts';

/** What a terminal does with the little that progress is written with; anything else it is told is an error. */
export class TerminalModel {
  readonly isTTY = true;
  columns: number;
  rows: number;
  /** All lines, the ones that have gone out of sight at the top too. */
  #lines: string[][] = [[]];
  #top = 0;
  #row = 0;
  #column = 0;
  /** How many characters were written into the last column or beyond it: some terminals go on to the next line then. */
  inLastColumn = 0;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): void {
    for (const [token] of text.matchAll(/\x1b\[\d*[A-Z]|[\r\n]|[^\x1b\r\n]+/g)) this.#take(token);
  }

  /** What somebody types, and a terminal shows where the cursor is. */
  echo(keys: string): void {
    const before = this.inLastColumn;
    this.write(keys);
    this.inLastColumn = before;
  }

  /** The lines, without empty ones at the end. */
  lines(): readonly string[] {
    const lines = this.#lines.map((cells) => cells.join('').trimEnd());
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
  }

  get cursor(): { readonly row: number; readonly column: number } {
    return { row: this.#row, column: this.#column };
  }

  /** As xterm does it: what is beyond the new width is lost, and lines stay lines. */
  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    for (const line of this.#lines) line.splice(columns);
    this.#column = Math.min(this.#column, columns - 1);
    this.#scroll();
  }

  #take(token: string): void {
    if (token === '\r') this.#column = 0;
    else if (token === '\n') this.#down();
    else if (token === '\x1b[K') this.#line().splice(this.#column);
    else if (token === '\x1b[J') {
      this.#line().splice(this.#column);
      this.#lines.splice(this.#row + 1);
    } else if (/^\x1b\[[1-9]\d*A$/.test(token)) {
      this.#row = Math.max(this.#top, this.#row - Number(token.slice(2, -1)));
    } else if (token.startsWith('\x1b')) throw new Error(JSON.stringify(token));
    else for (const { shown, width } of cellsOf(token)) this.#put(shown, width);
  }

  #put(shown: string, width: number): void {
    if (this.#column + width > this.columns - 1) this.inLastColumn += 1;
    const line = this.#line();
    while (line.length < this.#column) line.push(' ');
    // The second column of a wide character holds nothing.
    const cells = Array.from({ length: width }, (_, index) => (index === 0 ? shown : ''));
    line.splice(this.#column, width, ...cells);
    this.#column += width;
  }

  #line(): string[] {
    return (this.#lines[this.#row] ??= []);
  }

  /** A terminal in its usual mode returns to the first column, too. */
  #down(): void {
    this.#column = 0;
    this.#row += 1;
    this.#line();
    this.#scroll();
  }

  #scroll(): void {
    this.#top = Math.max(this.#top, this.#row - this.rows + 1);
  }
}
