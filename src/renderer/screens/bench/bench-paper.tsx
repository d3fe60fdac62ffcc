import { useLayoutEffect, useRef } from 'react';
import type { BenchView } from '../../../shared/contract/bench-view.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';

type Piece = BenchView['paper'][number];

/** The paper as it comes out of the printer, newest in view, and the drawer with its way to be pushed shut. */
export const PaperAndDrawer = ({ bench }: { readonly bench: BenchView }) => {
  const { words, perform } = useCounterPlace();
  const { drawer } = bench;
  const position = { open: words.bench.drawerOpen, closed: words.bench.drawerShut, unknown: words.bench.drawerUnknown }[
    drawer.position
  ];
  return (
    <section className="bench-section bench-paper" aria-label={words.bench.paperAndDrawer}>
      <div className="bench-section-head bench-paper-head">
        <h3>{words.bench.paperAndDrawer}</h3>
        <Key onPress={() => perform({ do: 'bench', act: { act: 'tear_off' } })}>{words.bench.tearOff}</Key>
        <DrawerPicture open={drawer.position === 'open'} />
        <span>{position}</span>
        <Key
          unavailable={drawer.position !== 'open'}
          onPress={() => perform({ do: 'bench', act: { act: 'push_drawer_shut' } })}
        >
          {words.bench.pushShut}
        </Key>
      </div>
      <Paper pieces={bench.paper} />
    </section>
  );
};

const Paper = ({ pieces }: { readonly pieces: readonly Piece[] }) => {
  const { words } = useCounterPlace();
  const paper = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    void pieces;
    if (paper.current !== null) paper.current.scrollTop = paper.current.scrollHeight;
  }, [pieces]);
  return (
    <div className="paper-slot">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long receipt is scrolled with the keyboard */}
      <section className="paper mono" aria-label={words.bench.paper} tabIndex={0} ref={paper}>
        {pieces.length === 0 && <p className="paper-none">{words.bench.noPaper}</p>}
        {withoutFeeds(pieces).map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: paper only grows at its end
          <PaperPiece key={index} piece={piece} />
        ))}
      </section>
    </div>
  );
};

const isBlank = (piece: Piece | undefined): boolean => piece?.kind === 'text' && piece.text.trim() === '';

/** The paper a printer feeds before it cuts is blank; one blank line says as much as eight. */
const withoutFeeds = (pieces: readonly Piece[]): Piece[] =>
  pieces.filter((piece, index) => !(isBlank(piece) && isBlank(pieces[index + 1])));

const PaperPiece = ({ piece }: { readonly piece: Piece }) => {
  const { words } = useCounterPlace();
  if (piece.kind === 'cut') return <hr className="paper-cut" aria-label={words.bench.cutHere} />;
  if (piece.kind === 'qr') return <p className="paper-qr">{fill(words.bench.qr, { data: piece.data })}</p>;
  const looks = [
    'paper-line',
    `paper-${piece.align}`,
    piece.bold ? 'paper-bold' : '',
    piece.double ? 'paper-double' : '',
    piece.inverse ? 'paper-inverse' : '',
  ];
  return isBlank(piece) ? <div className="paper-feed" /> : <pre className={looks.join(' ')}>{piece.text}</pre>;
};

/** The drawer from the front: shut, or standing out. */
const DrawerPicture = ({ open }: { readonly open: boolean }) => (
  <svg
    className="drawer-picture"
    width="58"
    height="38"
    viewBox="0 0 94 62"
    fill="none"
    stroke="currentColor"
    strokeWidth="4"
    aria-hidden="true"
  >
    {open ? (
      <path d="M10 3H84V20H10ZM10 20 2 32V58H92V32L84 20M2 32H92" />
    ) : (
      <path d="M9 3H85V28H9ZM9 28 3 58H91L85 28" />
    )}
    <path d={open ? 'M37 45H57' : 'M37 43H57'} />
  </svg>
);
