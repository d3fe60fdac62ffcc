// The printer's adapter may not look into the domain; the document that crosses the port is named here for it.
export type { PrintBlock, PrintDocument } from '../domain/receipt/print-document.ts';
