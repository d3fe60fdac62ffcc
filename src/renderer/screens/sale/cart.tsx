import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LineView } from '../../../shared/contract/cart-view.ts';
import { tagTail } from '../../../shared/values/ids.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { plainMoney } from '../../../shared/words/figures.ts';
import { unitName } from '../../../shared/words/shop-words.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';
import { Mark } from '../../ui/mark.tsx';
import { useLineName } from './line-name.ts';
import { RefusedLine } from './refused-line.tsx';

/** From this many lines on the rows become low, with the tag behind the name. */
const DENSE_FROM = 7;

/** The lines in the order they came; the newest is marked and always in view, the list never re-orders. */
export const Cart = () => {
  const { snapshot, ui, words } = useCounterPlace();
  const { lines } = snapshot.cart;
  const dense = lines.length >= DENSE_FROM;
  const { list, above } = useNewestInView(lines, ui.voided !== null);
  const lastRefused = lines.findLast((line) => line.state === 'refused')?.lineId;
  const { voided } = ui;
  const empty = lines.length === 0 && voided === null;
  return (
    <section className="cart" aria-label={words.counter.cart}>
      {above > 0 && <p className="cart-above">{fill(words.counter.linesAbove, { count: above })}</p>}
      {empty && <EmptyCart />}
      <ol className={`cart-lines ${dense ? 'cart-dense' : ''}`} ref={list}>
        {lines.map((line, place) => (
          <LineAt
            key={line.lineId}
            line={line}
            opened={line.lineId === lastRefused}
            before={voided?.place === place ? voided.line : null}
          />
        ))}
        {voided !== null && voided.place >= lines.length && <VoidedRow line={voided.line} />}
      </ol>
    </section>
  );
};

const EmptyCart = () => {
  const { words } = useCounterPlace();
  return (
    <div className="cart-empty">
      <p>{words.counter.emptyCart}</p>
      <p className="quiet">{words.counter.emptyCartScan}</p>
    </div>
  );
};

type LineAtProps = { readonly line: LineView; readonly opened: boolean; readonly before: LineView | null };

const LineAt = ({ line, opened, before }: LineAtProps) => {
  const { snapshot, ui } = useCounterPlace();
  const stillThere = snapshot.cart.lines.some((one) => one.lineId === before?.lineId);
  const marked = snapshot.lane.state === 'ready' && line.lineId === snapshot.cart.newestLineId && ui.voided === null;
  return (
    <>
      {before !== null && !stillThere && <VoidedRow line={before} />}
      {line.state === 'refused' && opened ? <RefusedLine line={line} /> : <CartLine line={line} newest={marked} />}
    </>
  );
};

const CartLine = ({ line, newest }: { readonly line: LineView; readonly newest: boolean }) => {
  const { snapshot, words, perform } = useCounterPlace();
  const name = useLineName(line);
  const pressable = snapshot.lane.state === 'ready';
  return (
    <li className={`cart-line ${newest ? 'cart-newest' : ''}`} aria-current={newest ? 'true' : undefined}>
      <div className="cart-name">
        <b>{name}</b>
        <span className="mono quiet">{tagTail(line.label)}</span>
      </div>
      <div className="cart-mark">{line.state === 'refused' && <Mark kind="refused" size={26} />}</div>
      {pressable ? (
        <button
          type="button"
          className="cart-quantity figures"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => perform({ do: 'openLine', lineId: line.lineId })}
        >
          <QuantityPrice line={line} />{' '}
          <span className="only-heard">{fill(words.counter.changeQuantity, { name })}</span>
        </button>
      ) : (
        <span className="cart-quantity figures">
          <QuantityPrice line={line} />
        </span>
      )}
      <LineTotal line={line} />
    </li>
  );
};

const QuantityPrice = ({ line }: { readonly line: LineView }) => {
  const { words, language } = useCounterPlace();
  const unit = line.unit === null ? '' : unitName(line.unit, language);
  const quantity = unit === '' ? line.quantity : fill(words.counter.quantityOnly, { quantity: line.quantity, unit });
  if (line.unitPriceCents === null) return quantity;
  return fill(words.counter.quantityPrice, { quantity, price: plainMoney(line.unitPriceCents, language) });
};

const LineTotal = ({ line }: { readonly line: LineView }) => {
  const { words, language } = useCounterPlace();
  if (line.state === 'refused') return <span className="cart-total cart-no">{words.counter.notAdded}</span>;
  if (line.state === 'checking')
    return <span className="cart-total cart-checking quiet">{words.counter.checking}</span>;
  return <b className="cart-total figures">{line.netCents === null ? '' : plainMoney(line.netCents, language)}</b>;
};

/** The place of a line that was taken out, with the way back. */
const VoidedRow = ({ line }: { readonly line: LineView }) => {
  const { snapshot, words, perform } = useCounterPlace();
  const name = useLineName(line);
  if (!snapshot.cart.canUndo) return null;
  return (
    <li className="cart-line cart-voided">
      <div className="cart-name quiet">
        <b>{name}</b>
        <span>{words.counter.takenOut}</span>
      </div>
      <Key className="cart-undo" onPress={() => perform({ do: 'undo' })}>
        {words.counter.undo}{' '}
        <span className="function-key-name" aria-hidden="true">
          {words.counter.undoKey}
        </span>
      </Key>
    </li>
  );
};

/** Keeps the end of the list in view after every change, and counts the lines that have left at the top. */
function useNewestInView(lines: readonly LineView[], voided: boolean) {
  const list = useRef<HTMLOListElement>(null);
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => {
    // The lines and the voided row are what changes the height of the list.
    void lines;
    void voided;
    const shown = list.current;
    if (shown === null) return;
    const toEnd = (): void => {
      shown.scrollTop = shown.scrollHeight;
    };
    toEnd();
    // The list gets lower when "3 above" or a message appears; its end must stay in view then, too.
    const watch = new ResizeObserver(toEnd);
    watch.observe(shown);
    return () => watch.disconnect();
  }, [lines, voided]);
  useEffect(() => {
    const shown = list.current;
    if (shown === null) return;
    const count = (): void => {
      const rows = [...shown.children].filter((row): row is HTMLElement => row instanceof HTMLElement);
      setAbove(rows.filter((row) => row.offsetTop - shown.offsetTop + row.offsetHeight / 2 < shown.scrollTop).length);
    };
    void lines;
    count();
    shown.addEventListener('scroll', count, { passive: true });
    return () => shown.removeEventListener('scroll', count);
  }, [lines]);
  return { list, above };
}
