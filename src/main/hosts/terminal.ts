import type { ScreenRouter } from './screen-router.ts';

export type TerminalMode = 'training' | 'sandbox' | 'production';

/** What a host is told on the command line; both are absolute paths. Without `config` it is the training store. */
export interface ComposeOptions {
  readonly config: string | undefined;
  readonly data: string | undefined;
}

/** A running terminal, as far as a host is concerned: something to show, and something to close. */
export interface Terminal {
  readonly router: ScreenRouter;
  readonly info: { readonly mode: TerminalMode };
  /** Ends all work in order and lets go of every device and file. Harmless when called twice. */
  close(): Promise<void>;
}

export type Compose = (options: ComposeOptions) => Promise<Terminal>;

/** The terminal cannot start for a reason a person can mend; the message is the whole sentence they need. */
export class CannotStart extends Error {
  /** 2 for bad input such as a wrong terminal.json, 1 for anything else. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2) {
    super(message);
    this.name = 'CannotStart';
    this.exitCode = exitCode;
  }
}

/** The one line that tells a person, and any program that waits for it, that the terminal is ready. */
export function readyLine(mode: TerminalMode, url: string): string {
  return `Countersign ready: ${mode} ${url}`;
}
