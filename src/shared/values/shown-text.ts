/**
 * A text of somebody else's (a product's name, a message) as it may stand on a screen: without control characters and
 * without the invisible ones that turn the direction of what follows, so that no name can show as another one.
 */
export const shownText = (text: string): string =>
  text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
