import { RPCLink } from '@orpc/client/message-port';
import type { Line, OpenLine } from './keep-connected.ts';
import { askForPort, hereIsThePort } from './port-words.ts';

const openLimitMs = 5_000;

/** The part of a window this needs. */
export type PortWindow = Pick<Window, 'addEventListener' | 'removeEventListener' | 'postMessage'> & {
  readonly location: { readonly origin: string };
};

/** A line over the message port the Electron host gives to its own window. */
export function messagePortLines(page: PortWindow): OpenLine {
  return async () => {
    const port = await receivePort(page);
    return port === undefined ? 'unreachable' : lineOver(port);
  };
}

function receivePort(page: PortWindow): Promise<MessagePort | undefined> {
  return new Promise((resolve) => {
    const settle = (port: MessagePort | undefined) => {
      clearTimeout(timer);
      page.removeEventListener('message', listen);
      resolve(port);
    };
    const listen = (event: MessageEvent) => {
      if (event.source === page && event.data === hereIsThePort && event.ports[0] !== undefined) settle(event.ports[0]);
    };
    const timer = setTimeout(() => settle(undefined), openLimitMs);
    page.addEventListener('message', listen);
    page.postMessage(askForPort, page.location.origin);
  });
}

function lineOver(port: MessagePort): Line {
  const gone = new Promise<void>((resolve) => {
    port.addEventListener('close', () => resolve(), { once: true });
  });
  const link = new RPCLink({ port });
  port.start();
  return { link, gone, close: () => port.close() };
}
