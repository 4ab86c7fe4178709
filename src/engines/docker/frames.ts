import { Transform } from 'node:stream';

const HEADER_BYTES = 8;

/**
 * Takes the daemon's frames off a stream and leaves the bytes. A frame is a header (one byte stream
 * type, three zero, four big-endian length) and as many bytes; both may be split anywhere.
 */
export function unframe(): Transform {
  let header = Buffer.alloc(0);
  let remaining = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let rest = chunk;
      while (rest.length > 0) {
        if (remaining > 0) {
          const part = rest.subarray(0, remaining);
          remaining -= part.length;
          rest = rest.subarray(part.length);
          this.push(part);
          continue;
        }
        const missing = HEADER_BYTES - header.length;
        header = Buffer.concat([header, rest.subarray(0, missing)]);
        rest = rest.subarray(missing);
        if (header.length < HEADER_BYTES) break;
        remaining = header.readUInt32BE(4);
        header = Buffer.alloc(0);
      }
      done();
    },
  });
}
