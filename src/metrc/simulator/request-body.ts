import type { IncomingMessage } from 'node:http';

export type ReadBody = { readonly complete: boolean; readonly text: string };

const LONGEST_BYTES = 1024 * 1024;

/** The body of a request as far as it came. Nothing may take effect unless it is complete. */
export function readBody(request: IncomingMessage): Promise<ReadBody> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const end = (complete: boolean): void => resolve({ complete, text: Buffer.concat(pieces).toString('utf8') });
    request.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes <= LONGEST_BYTES) pieces.push(piece);
      else request.destroy();
    });
    request.on('end', () => end(request.complete));
    request.on('error', () => end(false));
    request.on('close', () => end(false));
  });
}
