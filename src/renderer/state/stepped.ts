import type { Call } from './intent.ts';
import type { Ui } from './ui.ts';

/** What an act does to the screen, and what it asks of the register. */
export type Stepped = { readonly ui: Ui; readonly calls: readonly Call[] };

export const stay = (ui: Ui): Stepped => ({ ui, calls: [] });
export const asking = (ui: Ui, ...calls: readonly Call[]): Stepped => ({ ui, calls });
