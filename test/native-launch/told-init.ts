import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * An init that does what a test tells it to: lines of Python, in which `say` sends a line, `hear` waits for one that begins
 * so, and `request` is what launch has asked for.
 */
export function toldInit(directory: string, name: string, lines: string): void {
  writeFileSync(
    join(directory, name),
    `import os, signal, socket
connection = socket.socket(fileno=3)
request = connection.recv(32768).decode().split("\\0")
def say(line): connection.send((line + "\\n").encode())
def hear(beginning):
    while not (heard := connection.recv(256).decode()).startswith(beginning): assert heard
    return heard
${lines}
`,
  );
}
