import type { MetrcTrouble } from './metrc.ts';

/** The links between this terminal and Metrc that can be told apart without asking Metrc anything. */
export type WayTrouble = Extract<
  MetrcTrouble,
  'no_cable' | 'no_lan' | 'no_internet' | 'no_name' | 'refused_connection' | 'tls' | 'timeout'
>;

/** What one look at the way found. */
export type WayProbe =
  | {
      readonly kind: 'open';
      /** Milliseconds of the name look-up; null where the address of Metrc is a number. */
      readonly lookUpMs: number | null;
      /** Milliseconds from there to a connection on which Metrc has spoken (TLS) or which it has taken (loopback). */
      readonly connectMs: number;
    }
  | { readonly kind: 'broken'; readonly because: WayTrouble };

/**
 * The way to Metrc below HTTP: cable, network, name, connection, TLS. No request and no key goes over it, so that it costs
 * nothing of Metrc's rate limits. That Metrc answers, takes the keys and covers the licence is said by the control read alone.
 */
export interface MetrcWay {
  /**
   * One look, to its end within two seconds at the most; never rejects. A look does not keep the program alive.
   */
  probe(): Promise<WayProbe>;
  /** Ends a look that is under way. */
  close(): void;
}
