/** Who a printer says it is. One garbled answer is no other printer: a serial number counts when it was said twice alike. */
import type { askIdentity } from './commands.ts';

export type PrinterIdentity = {
  readonly maker: string | null;
  readonly model: string | null;
  readonly serial: string | null;
};

export type IdentityQuestion = Parameters<typeof askIdentity>[0];

const nobody: PrinterIdentity = { maker: null, model: null, serial: null };
const allQuestions: readonly IdentityQuestion[] = [66, 67, 68, 68];

export class KnownIdentity {
  /** The serial number this printer must have; learnt from the first answer that counts where nobody named one. */
  #expected: string | null;
  #known = nobody;
  #asked: IdentityQuestion[] = [];
  #lastSerial: string | null = null;
  #doubtful = false;

  constructor(expected: string | null) {
    this.#expected = expected;
  }

  get(): PrinterIdentity {
    return this.#known;
  }

  /** Another serial number than the expected one answers. */
  isSwapped(): boolean {
    const { serial } = this.#known;
    return serial !== null && this.#expected !== null && serial !== this.#expected;
  }

  /** A new connection: whoever is at its end has said nothing yet. */
  forget(): void {
    this.#known = nobody;
    this.#asked = [];
    this.#lastSerial = null;
    this.#doubtful = false;
  }

  /** What to ask at the beginning of a connection. */
  ask(): readonly IdentityQuestion[] {
    return this.#begin(allQuestions);
  }

  /** What to ask again now: all of it after noise, the serial number while it is a wrong one. Empty: nothing. */
  askAgain(): readonly IdentityQuestion[] {
    if (this.#doubtful) return this.#begin(allQuestions);
    return this.isSwapped() ? this.#begin([68, 68]) : [];
  }

  /** Noise among the answers: nobody knows which of them it was. */
  noise(): void {
    if (this.#asked.length === 0) return;
    this.#doubtful = true;
    this.#asked = [];
  }

  /** The answers come in the order of the questions; what nobody asked for is noise that looks like one. */
  hear(text: string): void {
    const question = this.#asked.shift();
    if (question === 66) this.#known = { ...this.#known, maker: text };
    if (question === 67) this.#known = { ...this.#known, model: text };
    if (question !== 68) return;
    const saidTwice = this.#lastSerial === text;
    this.#lastSerial = text;
    if (saidTwice) {
      this.#known = { ...this.#known, serial: text };
      this.#expected ??= text;
    } else if (this.#asked.length === 0) this.#doubtful = true;
  }

  #begin(questions: readonly IdentityQuestion[]): readonly IdentityQuestion[] {
    this.#asked = [...questions];
    this.#lastSerial = null;
    this.#doubtful = false;
    return questions;
  }
}
