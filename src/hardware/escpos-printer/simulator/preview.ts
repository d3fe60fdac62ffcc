/** A document as bytes, and as the paper those bytes give: encoded as for a printer, decoded as by one. No printer is needed. */
import type { PrintDocument } from '../../../main/ports/print-document.ts';
import { buildJob, joined, type PaperSettings } from '../job-builder.ts';
import { createDecoder } from './decoder.ts';
import type { Paper, PaperItem } from './paper.ts';

/** The whole job, as it would be sent. */
export function documentBytes(document: PrintDocument, settings: PaperSettings): Uint8Array {
  return joined(...buildJob(document, settings, '0000').segments);
}

/** What a person would see; `renderPaperPng` makes a picture of it, `paperLines` text. Without the cut at its end. */
export function previewPaper(document: PrintDocument, settings: PaperSettings): Paper {
  const paper: PaperItem[] = [];
  const nothing = () => {};
  const decoder = createDecoder({
    print: (item) => paper.push(item),
    pulse: nothing,
    automaticStatus: nothing,
    paperStatusAsked: nothing,
    identityAsked: nothing,
    processIdAsked: nothing,
    unknown: nothing,
  });
  for (const byte of documentBytes(document, settings)) decoder.push(byte);
  while (paper.at(-1)?.kind === 'cut' || isEmpty(paper.at(-1))) paper.pop();
  return paper;
}

function isEmpty(item: PaperItem | undefined): boolean {
  return item?.kind === 'line' && item.parts.length === 0;
}
