import { Transform } from 'node:stream';

const BLOCK = 512;
const DEVICES = './dev/';

/**
 * Takes device nodes, links and directories below `/dev` out of the head of a tar stream, where
 * mmdebstrap puts them, and leaves `/dev` itself. Every engine fills `/dev` on its own, and an ordinary
 * user who unpacks the file may not make devices.
 *
 * They are plain ustar headers without content, of one block each; the first block of another kind ends
 * them, and everything from there on passes as it is.
 */
export function dropDevices(): Transform {
  let held: Buffer = Buffer.alloc(0);
  let done = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      if (done) {
        callback(null, chunk);
        return;
      }
      held = Buffer.concat([held, chunk]);
      while (held.length >= BLOCK) {
        const name = held.subarray(0, held.indexOf(0)).toString('latin1');
        if (!name.startsWith(DEVICES)) {
          done = true;
          this.push(held);
          break;
        }
        if (name === DEVICES) this.push(held.subarray(0, BLOCK));
        held = held.subarray(BLOCK);
      }
      callback();
    },
    flush(callback) {
      callback(null, done ? undefined : held);
    },
  });
}
