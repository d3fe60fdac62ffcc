/** The virtual printer's paper, as the bench draws it. */

import type { Paper, PaperItem } from '../../../hardware/escpos-printer/simulator/paper.ts';
import type { BenchView } from '../../../shared/contract/bench-view.ts';

type Shown = BenchView['paper'][number];

/** Lines kept on the bench: a roll that nobody tears off must not grow for ever. */
const LINES_AT_MOST = 400;

function shown(item: PaperItem): Shown[] {
  switch (item.kind) {
    case 'line': {
      const texts = item.parts.flatMap((part) => (part.kind === 'text' ? [part] : []));
      const text = texts.map((part) => part.text).join('');
      return [
        {
          kind: 'text',
          text: text.trimEnd(),
          align: item.align,
          bold: texts.some((part) => part.style.bold),
          double: texts.some((part) => part.style.width > 1),
          inverse: texts.some((part) => part.style.inverse),
        },
      ];
    }
    case 'qr':
      return [{ kind: 'qr', data: item.data }];
    case 'cut':
      return [{ kind: 'cut' }];
    default:
      return [];
  }
}

const isBlank = (line: Shown | undefined): boolean => line?.kind === 'text' && line.text === '';

/** Of several empty lines one is shown: the bench has less room than a roll. */
export const benchPaper = (paper: Paper): BenchView['paper'] =>
  paper
    .flatMap(shown)
    .filter((line, i, all) => !(isBlank(line) && isBlank(all[i - 1])))
    .slice(-LINES_AT_MOST);
