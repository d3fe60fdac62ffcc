/** A line of the cart or of what was bought earlier; both count from 1. */
export type Where = { readonly of: 'line' | 'history'; readonly number: number };

/** Why a cart may not be sold. A stopped cart has no total. */
export type StopReason =
  | { readonly kind: 'unknown_buyer_type'; readonly buyerType: string }
  | { readonly kind: 'age_missing' }
  | { readonly kind: 'under_age'; readonly age: number; readonly minAge: number }
  | { readonly kind: 'over_age'; readonly age: number; readonly maxAge: number }
  | { readonly kind: 'unknown_class'; readonly where: Where; readonly class: string }
  | { readonly kind: 'missing_measure'; readonly where: Where; readonly measure: string }
  /** The class is not for this buyer; `code` is the profile's own word for why. */
  | { readonly kind: 'restricted'; readonly line: number; readonly code: string }
  /** `limit` is the id of an entry in the list of limits, which has the figures. */
  | { readonly kind: 'over_limit'; readonly limit: string };
