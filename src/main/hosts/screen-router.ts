import type { AnyContractRouter } from '@orpc/contract';
import type { Router } from '@orpc/server';

/** What a handler knows about its caller. Both hosts give every call of the screen this same context. */
export interface ScreenContext {
  readonly surface: 'screen';
}

/** The handlers of a contract's calls. The hosts carry calls to them and know nothing else about them. */
export type ScreenRouter = Router<AnyContractRouter, ScreenContext>;
