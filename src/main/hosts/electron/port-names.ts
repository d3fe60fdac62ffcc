/** The page asks its preload, the preload asks the main process, and the port travels back the same way. */
export const portChannel = 'countersign:port';
