import type { Profile } from '../domain/profile/schema.ts';
import type { Policy } from '../domain/sale/sale.ts';

/** What this terminal is, fixed from its start to its end. Made from terminal.json by the host, checked there. */
export type Settings = {
  readonly mode: 'training' | 'sandbox' | 'production';
  readonly store: {
    readonly name: string;
    readonly address: string;
    readonly contacts: readonly { readonly who: string; readonly phone: string }[];
  };
  readonly terminal: { readonly id: string; readonly name: string };
  /** The facility licence as Metrc knows it. */
  readonly licence: string;
  readonly language: 'en' | 'es';
  readonly zone: string;
  /** The rule profile with the store's overlay applied; the hash is over the profile file's canonical form. */
  readonly profile: Profile;
  readonly profileHash: string;
  readonly policy: Policy;
  /** May a lead park one sale in doubt and go on selling? The owner's decision; off unless it is made. */
  readonly park: boolean;
  readonly waits: {
    /** A POST is given up after this long without a complete answer. */
    readonly submitMs: number;
    /** "Customer leaves" is offered this long after Pay. */
    readonly choicesMs: number;
    /** An UNKNOWN sale takes the whole screen after this long. */
    readonly wholeScreenMs: number;
    /** A control read older than this blocks selling. */
    readonly controlFreshMs: number;
    /** How often Metrc is asked while nothing else asks it. */
    readonly controlEveryMs: number;
    /** How often it is asked while it does not answer. */
    readonly controlRetryMs: number;
    /** The pause between two looks at the way to Metrc while it is open. */
    readonly wayEveryMs: number;
    /** The pause between two looks while it is broken. */
    readonly wayRetryMs: number;
    /** How often sales that were once in doubt are looked at again. */
    readonly watchEveryMs: number;
    /** The register locks after this long without a touch; the cart stays. */
    readonly idleLockMs: number;
  };
  /** Refuses to sell when the wall clock is further from Metrc's than this. */
  readonly clockBlockMs: number;
  /** Free bytes below which no sale is begun. */
  readonly diskReserveBytes: number;
  /** PINs that may be shown on the tiles: the training store's own, nobody else's. */
  readonly trainingPins: Readonly<Record<string, string>>;
};
