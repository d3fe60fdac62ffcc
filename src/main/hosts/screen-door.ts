import { ORPCError, onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { ReportBug } from './report-bug.ts';
import { isScreenMessage } from './screen-message.ts';
import type { ScreenContext, ScreenRouter } from './screen-router.ts';

/** One connection to one screen, whatever carries it. */
export interface ScreenLine {
  onMessage(listener: (data: unknown) => void): void;
  /** Called once, when the line is gone for whatever reason. */
  onClose(listener: () => void): void;
  send(text: string): void;
  /** Cuts the line at once. */
  cut(why: string): void;
}

export interface ScreenDoor {
  serve(line: ScreenLine): void;
}

const context: ScreenContext = { surface: 'screen' };

/**
 * The one door through which every call of a screen comes in, over a WebSocket as over Electron's message port, so that
 * both are equally strict. A line that sends anything but a well-formed call is cut.
 */
export function createScreenDoor(router: ScreenRouter, reportBug: ReportBug): ScreenDoor {
  const handler = new RPCHandler<ScreenContext>(router, {
    interceptors: [
      onError((error, { request }) => {
        // Below 500 the caller was wrong (an input outside its schema, a call that does not exist) and is told so.
        if (error instanceof ORPCError && error.status < 500) return;
        if (error instanceof Error && error.name === 'AbortError') return;
        reportBug(`call ${request.url.pathname}`, error);
      }),
    ],
  });
  return {
    serve(line) {
      let open = true;
      const cut = (why: string) => {
        open = false;
        line.cut(why);
      };
      line.onClose(() => {
        open = false;
      });
      handler.upgrade(
        {
          on(event, callback) {
            if (event === 'message') {
              line.onMessage((data) => {
                if (!open) return;
                if (isScreenMessage(data)) callback({ data });
                else cut('not a call of our screen');
              });
            } else if (event === 'close') {
              line.onClose(() => callback());
            }
          },
          postMessage(data: unknown) {
            // An answer to a line that is gone is nobody's: the sale it belongs to is in the store, not in the message.
            if (!open) return;
            if (typeof data === 'string') line.send(data);
            else cut('an answer was not text');
          },
        },
        { context },
      );
    },
  };
}
