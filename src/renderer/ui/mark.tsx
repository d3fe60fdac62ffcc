/** The marks, drawn on a grid of 96. They are told apart by outline alone, at 24 px in grey. */
export type MarkKind = 'ready' | 'asking' | 'signed' | 'unknown' | 'blocked' | 'refused' | 'attention' | 'done';

/** The gap of the open ring: from 9 to 81 degrees clockwise from the top. */
const OPEN_RING = 'M87.51 41.74A40 40 0 1 1 54.26 8.49';
const TICK = '28,49 43,64 69,35';
const SHIELD = 'M48 24.5 69 31.5V49.5C69 61 59.5 68.5 48 73.5 36.5 68.5 27 61 27 49.5V31.5Z';
const SHIELD_BAR = 'M44.2 36.5H51.8V54.5H44.2Z';
const SHIELD_DOT = 'M44.2 59H51.8V65.5H44.2Z';

const shapes: Readonly<Record<MarkKind, React.ReactNode>> = {
  ready: (
    <>
      <circle cx="48" cy="48" r="40" className="mark-line" />
      <circle cx="48" cy="48" r="17" className="mark-fill" />
    </>
  ),
  asking: <path d={OPEN_RING} className="mark-line" />,
  signed: (
    <>
      <circle cx="48" cy="48" r="40" className="mark-line" />
      <polyline points={TICK} className="mark-line" />
    </>
  ),
  unknown: (
    <>
      <path d={OPEN_RING} className="mark-line mark-turns" />
      <path d={`${SHIELD}${SHIELD_BAR}${SHIELD_DOT}`} fillRule="evenodd" className="mark-fill" />
    </>
  ),
  blocked: (
    <path
      d="M29.6 3.5H66.4L92.5 29.6V66.4L66.4 92.5H29.6L3.5 66.4V29.6ZM22 41V55H74V41Z"
      fillRule="evenodd"
      className="mark-fill"
    />
  ),
  refused: (
    <>
      <path d="M48 7 89 48 48 89 7 48Z" className="mark-line" />
      <path d="M32 48H64" className="mark-line" />
    </>
  ),
  attention: (
    <>
      <path d="M48 8 92 86H4Z" className="mark-fill" />
      <path d="M43 36V61H53V36ZM43 68V78H53V68Z" className="mark-fill mark-bang" />
    </>
  ),
  done: <polyline points="16,50 38,72 80,24" className="mark-line" />,
};

/** A mark beside its word. It never stands alone, so it says nothing to a screen reader. */
export const Mark = ({
  kind,
  size,
  stroke = 10,
}: {
  readonly kind: MarkKind;
  readonly size: number;
  readonly stroke?: number;
}) => (
  <svg
    className={`mark mark-${kind}`}
    width={size}
    height={size}
    viewBox="0 0 96 96"
    strokeWidth={stroke}
    aria-hidden="true"
  >
    {shapes[kind]}
  </svg>
);

/** The countersign mark while Metrc signs: the gap closes, then the tick is drawn. */
export const ClosingMark = ({ size }: { readonly size: number }) => (
  <svg className="mark mark-closing" width={size} height={size} viewBox="0 0 96 96" strokeWidth="10" aria-hidden="true">
    <path d={OPEN_RING} className="mark-line" />
    <path d="M53.22 8.34A40 40 0 0 1 87.66 42.78" className="mark-line mark-gap" pathLength="1" />
    <polyline points={TICK} className="mark-line mark-tick" pathLength="1" />
  </svg>
);

/** The large ring that turns, with the seconds standing still in its middle. Its size comes from the screen. */
export const AskingRing = ({ seconds }: { readonly seconds: string | null }) => (
  <div className="asking-ring">
    <svg className="mark" width="100%" height="100%" viewBox="0 0 96 96" strokeWidth="9" aria-hidden="true">
      <path d={OPEN_RING} className="mark-line mark-turns" />
    </svg>
    {seconds !== null && <span className="asking-seconds">{seconds}</span>}
  </div>
);
