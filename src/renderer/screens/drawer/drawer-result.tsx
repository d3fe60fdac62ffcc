import { fill } from '../../../shared/words/bilingual.ts';
import { comparisonTold } from '../../../shared/words/compare-words.ts';
import { dollars, plainMoney } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { drawerHolds } from '../../state/guard-drawer.ts';
import { CornerKey } from '../../ui/corner-key.tsx';
import { Key } from '../../ui/key.tsx';
import { DrawerHead } from './drawer-head.tsx';

/** After the final count: expected, counted, and the difference in words; one recount, then closing. */
export const DrawerResult = () => {
  const { snapshot, words, language, perform } = useCounterPlace();
  const { drawer } = words;
  const result = snapshot.drawer?.result;
  if (result == null) return null;
  const rows: [label: string, cents: number][] = [
    [drawer.float, result.floatCents],
    [drawer.cashSales, result.cashSalesCents],
  ];
  if (result.cashRefundsCents !== 0) rows.push([drawer.cashRefunds, -result.cashRefundsCents]);
  if (result.roundingCents !== 0) rows.push([drawer.rounding, result.roundingCents]);
  rows.push([drawer.expected, result.expectedCents]);
  if (result.firstCountCents !== null) rows.push([drawer.firstCountRow, result.firstCountCents]);
  rows.push([drawer.countedRow, result.countedCents]);
  return (
    <div className="drawer-page">
      <h1 className="drawer-title">{drawer.figures}</h1>
      <dl className="drawer-figures figures">
        {rows.map(([label, cents]) => (
          <div
            key={label}
            className={label === drawer.expected || label === drawer.countedRow ? 'drawer-figure-strong' : ''}
          >
            <dt>{label}</dt>
            <dd>{plainMoney(cents, language)}</dd>
          </div>
        ))}
      </dl>
      <Verdict cents={result.overShortCents} />
      <WithMetrc />
      {snapshot.held.length > 0 && (
        <p className="drawer-told">{fill(words.change.cartsHeldTold, { count: snapshot.held.length })}</p>
      )}
      <div className="panel-acts">
        {result.mayRecount ? (
          <Key className="drawer-act" onPress={() => perform({ do: 'startCount' })}>
            {drawer.countAgain}
          </Key>
        ) : (
          <p className="quiet">{drawer.countAgainUsed}</p>
        )}
      </div>
    </div>
  );
};

/** The day against Metrc: alike, or every difference in words. */
const WithMetrc = () => {
  const { snapshot, language } = useCounterPlace();
  const compared = snapshot.drawer?.compared;
  if (compared === undefined) return null;
  const [verdict, ...lines] = comparisonTold(compared, language);
  const isWell = compared.state === 'equal' || compared.state === 'comparing';
  return (
    <div className="compared" role="status">
      <p className={isWell ? 'quiet' : 'verdict verdict-differs'}>{verdict}</p>
      {lines.length > 0 && (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
};

const Verdict = ({ cents }: { readonly cents: number }) => {
  const { words, language } = useCounterPlace();
  const { drawer } = words;
  if (cents === 0) return <p className="verdict verdict-zero">{drawer.zeroDifference}</p>;
  const told = cents > 0 ? drawer.over : drawer.short;
  return <p className="verdict verdict-differs">{fill(told, { amount: dollars(Math.abs(cents), language) })}</p>;
};

export const ResultColumn = () => {
  const { snapshot, ui, words, language, now, perform } = useCounterPlace();
  const ready = !drawerHolds(ui, now);
  const session = snapshot.drawer;
  if (session?.result == null) return null;
  return (
    <section className="right drawer-column">
      <DrawerHead session={session} />
      <div className="counted">
        <span>{words.drawer.counted}</span>
        <output className="counted-amount figures" aria-label={words.drawer.counted}>
          {dollars(session.result.countedCents, language)}
        </output>
      </div>
      <p className="drawer-blind">{fill(words.drawer.closeTold, { number: session.zNumber })}</p>
      <div className="drawer-room" />
      <CornerKey
        label={words.drawer.closeKey}
        beside={ready ? 'Z' : words.drawer.oneMoment}
        besideIs={ready ? 'key' : 'reason'}
        ready={ready}
        tone="local"
        onPress={() => perform({ do: 'closeDrawer' })}
      />
    </section>
  );
};
