import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const maxWrongCodes = 10;
const maxSessions = 8;

export interface Session {
  /** What is done when the session ends: its lines are cut. */
  readonly onEnd: Set<() => void>;
}

export type Opening =
  | { readonly outcome: 'opened'; readonly token: string }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'closed' };

/**
 * Who may come in. A code opens once and is then worth nothing; it is shown only to the person who started the terminal.
 * What it is exchanged for, a session token, lives in the browser's cookie and, hashed, in this process: it ends with it.
 */
export class OpeningCodes {
  #code: Buffer | undefined;
  #wrong = 0;
  readonly #sessions = new Map<string, Session>();

  /** A new code; the one before is worth nothing from here on. */
  mint(): string {
    const code = randomBytes(24).toString('base64url');
    this.#code = digest(code);
    this.#wrong = 0;
    return code;
  }

  /** Exchanges a code for a session. After ten wrong codes the door stays closed until a new code is minted. */
  open(code: string): Opening {
    if (this.#code === undefined) return { outcome: 'closed' };
    if (!timingSafeEqual(this.#code, digest(code))) {
      this.#wrong += 1;
      if (this.#wrong >= maxWrongCodes) this.#code = undefined;
      return { outcome: 'wrong' };
    }
    this.#code = undefined;
    const token = randomBytes(32).toString('base64url');
    this.#sessions.set(digest(token).toString('hex'), { onEnd: new Set() });
    this.#endOldest();
    return { outcome: 'opened', token };
  }

  session(token: string | undefined): Session | undefined {
    return token === undefined ? undefined : this.#sessions.get(digest(token).toString('hex'));
  }

  #endOldest(): void {
    if (this.#sessions.size <= maxSessions) return;
    for (const [key, session] of this.#sessions) {
      this.#sessions.delete(key);
      for (const end of session.onEnd) end();
      return;
    }
  }
}

// Comparing digests takes the same time whatever was sent, also when the lengths differ.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
