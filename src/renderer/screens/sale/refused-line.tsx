import type { LimitSum, LineView } from '../../../shared/contract/cart-view.ts';
import { tagTail } from '../../../shared/values/ids.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { decimal } from '../../../shared/words/figures.ts';
import { limitName, unitName } from '../../../shared/words/shop-words.ts';
import { useCounterPlace, useTold } from '../../counter-context.tsx';
import { leftUnder } from '../../state/decimal-text.ts';
import { Mark } from '../../ui/mark.tsx';
import { Say } from '../../ui/say.tsx';
import { useLineName } from './line-name.ts';

/** A line that is no: in view and not in the total, with the reason and, for a limit, the sum that is the reason. */
export const RefusedLine = ({ line }: { readonly line: LineView }) => {
  const { words, perform } = useCounterPlace();
  const name = useLineName(line);
  return (
    <li className="refused" aria-label={`${name}: ${words.counter.notAdded}`}>
      <div className="refused-head">
        <div className="cart-name">
          <b>{name}</b>
          <span className="mono quiet">{tagTail(line.label)}</span>
        </div>
        <button
          type="button"
          className="refused-verdict"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => perform({ do: 'openLine', lineId: line.lineId })}
        >
          <Mark kind="refused" size={38} stroke={8} />
          {words.counter.notAdded}
        </button>
      </div>
      <div className="refused-told">
        <Told line={line} />
        {line.limitSum !== null && <Sum sum={line.limitSum} />}
      </div>
    </li>
  );
};

const Told = ({ line }: { readonly line: LineView }) => {
  const { words, language } = useCounterPlace();
  const told = useTold(line.refusal);
  const { limitSum } = line;
  if (limitSum === null) {
    return (
      <div className="refused-words">
        <h2>{told?.happened}</h2>
        <p>
          <Say text={told?.recorded ?? ''} /> {told?.now}
        </p>
        <p className="code">{told?.code}</p>
      </div>
    );
  }
  const unit = unitName(limitSum.unit, language);
  const left = leftUnder(limitSum);
  const headline = fill(words.counter.overLimit, {
    limit: limitName(limitSum.limitId, language).inside,
    over: `${decimal(limitSum.over, leastDecimals(limitSum), language)} ${unit}`,
  });
  return (
    <div className="refused-words">
      <h2>
        <Say text={headline} />
      </h2>
      <p>
        <Say
          text={left === null ? words.counter.limitFull : fill(words.counter.limitGoOn, { left: `${left} ${unit}` })}
        />
      </p>
      <p className="code">{told?.code}</p>
    </div>
  );
};

const leastDecimals = (sum: LimitSum): number => (sum.unit === 'count' ? 0 : 2);

const MOST_PARTS = 2;

/** 56.60 + 28.35 = 84.95, limit 84.90, over 0.05: figures at the right edge, under each other. */
const Sum = ({ sum }: { readonly sum: LimitSum }) => {
  const { words, language } = useCounterPlace();
  const unit = unitName(sum.unit, language);
  const figure = (text: string, sign = ''): string => `${sign}${decimal(text, leastDecimals(sum), language)} ${unit}`;
  const { counter } = words;
  const parts = sum.before.length > MOST_PARTS ? [{ text: '', amount: sum.beforeTotal }] : sum.before;
  return (
    <table className="sum">
      <tbody>
        {parts.map((part) => (
          <tr key={`${part.text} ${part.amount}`}>
            <td>{fill(counter.sumBefore, { text: part.text.replace(' x ', ' × ') }).replace(/, $/, '')}</td>
            <td>{figure(part.amount)}</td>
          </tr>
        ))}
        <tr>
          <td>{counter.sumAdding}</td>
          <td>{figure(sum.adding, '+ ')}</td>
        </tr>
        <tr className="sum-together">
          <td>{counter.sumTogether}</td>
          <td>{figure(sum.together)}</td>
        </tr>
        <tr>
          <td>{counter.sumLimit}</td>
          <td>{figure(sum.cap, '− ')}</td>
        </tr>
        <tr className="sum-over">
          <td>{counter.sumOver}</td>
          <td>{figure(sum.over)}</td>
        </tr>
      </tbody>
    </table>
  );
};
