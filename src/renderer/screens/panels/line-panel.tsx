import type { LineView } from '../../../shared/contract/cart-view.ts';
import { tagTail } from '../../../shared/values/ids.ts';
import { unitName } from '../../../shared/words/shop-words.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { addOne } from '../../state/decimal-text.ts';
import { Key } from '../../ui/key.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { useLineName } from '../sale/line-name.ts';

/** One line of the cart: its quantity by keys or by typed digits, and the way out of the sale. */
export const LinePanel = ({ lineId, typed }: { readonly lineId: number; readonly typed: string }) => {
  const { snapshot } = useCounterPlace();
  const line = snapshot.cart.lines.find((one) => one.lineId === lineId);
  return line === undefined ? null : <OneLine line={line} typed={typed} />;
};

const OneLine = ({ line, typed }: { readonly line: LineView; readonly typed: string }) => {
  const { words, language, perform } = useCounterPlace();
  const name = useLineName(line);
  const { panel } = words;
  const set = (quantity: string): void => perform({ do: 'setQuantity', lineId: line.lineId, quantity });
  const unit = line.unit === null ? '' : unitName(line.unit, language);
  return (
    <section className="panel" aria-label={panel.lineTitle}>
      <PanelHead title={name} />
      <p className="panel-told mono quiet">{tagTail(line.label)}</p>
      {line.state !== 'refused' && (
        <fieldset className="quantity" aria-label={panel.quantity}>
          <span>{panel.quantity}</span>
          <Key className="quantity-key" name={panel.oneLess} onPress={() => set(addOne(line.quantity, -1))}>
            −
          </Key>
          <output className="quantity-figure figures" aria-label={panel.quantity}>
            {typed === '' ? line.quantity : typed} {unit}
          </output>
          <Key className="quantity-key" name={panel.oneMore} onPress={() => set(addOne(line.quantity, 1))}>
            +
          </Key>
          {typed !== '' && (
            <Key tone="local" className="quantity-set" onPress={() => perform({ do: 'enter' })}>
              {panel.setQuantity}
            </Key>
          )}
        </fieldset>
      )}
      <div className="panel-acts">
        <Key onPress={() => perform({ do: 'voidLine', lineId: line.lineId })}>
          {line.state === 'refused' ? words.counter.takeFromView : panel.voidThisLine}
        </Key>
      </div>
    </section>
  );
};
