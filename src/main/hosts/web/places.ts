import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Connections that may stand open beside the lines to screens. A page uses six at most, and only while it loads. */
export const usualPlaces = 64;

/**
 * Gives every newcomer a place: when there is none left, the connection that has been idle longest is cut, and only when
 * none is idle the one whose request is oldest. A line to a screen takes no place and is never cut for a newcomer, so
 * connections that somebody opens and forgets can shut out neither a page in use nor a new one.
 */
export function keepPlaces(server: Server, places: number): void {
  // Sets remember the order in which things came in: the first is the one that waits longest.
  const idle = new Set<Socket>();
  const asking = new Set<Socket>();

  server.on('connection', (socket: Socket) => {
    idle.add(socket);
    socket.once('close', () => {
      idle.delete(socket);
      asking.delete(socket);
    });
    if (idle.size + asking.size <= places) return;
    const [longestIdle] = idle;
    const [longestAsking] = asking;
    const goes = longestIdle === socket ? (longestAsking ?? socket) : longestIdle;
    if (goes === undefined) return;
    idle.delete(goes);
    asking.delete(goes);
    goes.destroy();
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    idle.delete(socket);
    asking.add(socket);
    response.once('close', () => {
      if (asking.delete(socket) && !socket.destroyed) idle.add(socket);
    });
  });
  server.on('upgrade', ({ socket }: IncomingMessage) => {
    idle.delete(socket);
    asking.delete(socket);
  });
}
