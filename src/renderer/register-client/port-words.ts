// Said between the page and its preload, over window.postMessage.

/** The page asks for a port to the register. */
export const askForPort = 'countersign:ask-for-port';

/** The preload hands it over. */
export const hereIsThePort = 'countersign:here-is-the-port';
