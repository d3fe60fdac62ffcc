import { useEffect, useRef } from 'react';
import { DENOMINATIONS_CENTS } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { dollars, noteMoney, plainMoney, whole } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { countedCents, rowsLeft } from '../../state/step-drawer.ts';
import { CornerKey } from '../../ui/corner-key.tsx';
import { Keypad } from '../../ui/keypad.tsx';
import { Say } from '../../ui/say.tsx';
import { DrawerHead } from './drawer-head.tsx';

type Page = 'float' | 'counting';
const nothingTyped = { typed: {}, row: 0 } as const;

/** The blind count: pieces of each denomination, no expected figure anywhere, the current row marked. */
export const CountRows = ({ page }: { readonly page: Page }) => {
  const { snapshot, ui, words } = useCounterPlace();
  const counting = ui.counting ?? nothingTyped;
  const who = snapshot.signedIn?.name ?? '';
  const second = snapshot.drawer?.state === 'counted';
  const beside = page === 'float' ? words.drawer.openBy : second ? words.drawer.secondCount : words.drawer.firstCount;
  return (
    <>
      <div className="drawer-count-head">
        <h1 className="drawer-title">{page === 'float' ? words.drawer.openTitle : words.drawer.countTitle}</h1>
        <span className="quiet">{fill(beside, { who })}</span>
      </div>
      <div className="count-rows">
        {DENOMINATIONS_CENTS.map((worth, row) => (
          <CountRow key={worth} worth={worth} row={row} current={counting.row === row} />
        ))}
      </div>
    </>
  );
};

const CountRow = ({
  worth,
  row,
  current,
}: {
  readonly worth: number;
  readonly row: number;
  readonly current: boolean;
}) => {
  const { ui, words, language, perform } = useCounterPlace();
  const typed: Readonly<Record<number, string>> = ui.counting?.typed ?? {};
  const pieces = typed[worth] ?? '';
  const label = worth >= 100 ? noteMoney(worth, language) : fill(words.drawer.cents, { cents: worth });
  const place = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) place.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <button
      ref={place}
      type="button"
      className={`count-row figures ${current ? 'count-current' : ''}`}
      aria-current={current ? 'true' : undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => perform({ do: 'chooseRow', row })}
    >
      <span className="only-heard">{fill(words.drawer.countRow, { worth: label })}</span>
      <b className="count-worth" aria-hidden="true">
        {label}
      </b>
      <span className="count-times quiet" aria-hidden="true">
        {words.drawer.times}
      </span>
      <b className={current ? 'count-pieces count-field' : 'count-pieces'}>
        {pieces === '' ? '' : whole(Number(pieces), language)}
        {current && <i className="caret" />}
      </b>
      {pieces === '' ? (
        <span className="count-sum quiet">{words.drawer.count}</span>
      ) : (
        <b className="count-sum">{plainMoney(worth * Number(pieces), language)}</b>
      )}
    </button>
  );
};

/** The sum so far, digits, and the key that makes the count final and says what is missing. */
export const CountColumn = ({ page }: { readonly page: Page }) => {
  const { snapshot, ui, words, language, perform } = useCounterPlace();
  const counting = ui.counting ?? nothingTyped;
  const left = rowsLeft(counting);
  const missing = left === 1 ? words.drawer.rowLeft : fill(words.drawer.rowsLeft, { count: left });
  const second = snapshot.drawer?.state === 'counted';
  const told =
    page === 'float' ? words.drawer.openTold : second ? words.drawer.blindToldSecond : words.drawer.blindTold;
  return (
    <section className="right drawer-column">
      <DrawerHead session={snapshot.drawer} />
      <div className="counted">
        <span>{words.drawer.counted}</span>
        <output className="counted-amount figures" aria-label={words.drawer.counted}>
          {dollars(countedCents(counting), language)}
        </output>
      </div>
      <p className="drawer-blind">
        <Say text={told} />
      </p>
      <Keypad name={words.counter.keypad} beside="00" />
      <CornerKey
        label={page === 'float' ? words.drawer.openKey : words.drawer.countFinal}
        beside={left === 0 ? 'F12' : missing}
        besideIs={left === 0 ? 'key' : 'reason'}
        ready={left === 0}
        tone="local"
        onPress={() => perform({ do: 'corner' })}
      />
    </section>
  );
};
