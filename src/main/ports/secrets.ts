/** Keys that must never stand in the database, a log or terminal.json. */
export interface Secrets {
  /** Metrc's two keys; null until they are set. */
  metrcKeys(): { readonly vendorKey: string; readonly userKey: string } | null;
  /** The store's own key for keyed commitments (HMAC-SHA-256), 32 bytes, made at the first start. */
  commitmentKey(): Uint8Array;
}
