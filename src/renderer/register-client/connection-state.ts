/**
 * Whether the screen is in touch with its register. `needs_new_link`: the terminal is there but does not know this
 * browser; the link it prints when it starts (or a new one) has to be opened.
 */
export type ConnectionState =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  | { readonly state: 'lost'; readonly because: 'unreachable' | 'needs_new_link' };

export const connecting: ConnectionState = { state: 'connecting' };
export const connected: ConnectionState = { state: 'connected' };
export const unreachable: ConnectionState = { state: 'lost', because: 'unreachable' };
export const needsNewLink: ConnectionState = { state: 'lost', because: 'needs_new_link' };

/** A call got no answer because the line is down. `perhaps`: it may have reached the register before the line broke. */
export class RegisterUnreachable extends Error {
  readonly reached: 'no' | 'perhaps';

  constructor(reached: 'no' | 'perhaps') {
    super(reached === 'no' ? 'the register was not asked' : 'the register was asked, its answer did not arrive');
    this.name = 'RegisterUnreachable';
    this.reached = reached;
  }
}
