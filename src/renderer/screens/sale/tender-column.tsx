import { fill } from '../../../shared/words/bilingual.ts';
import { dollars, noteMoney, percent, plainMoney } from '../../../shared/words/figures.ts';
import { taxName } from '../../../shared/words/shop-words.ts';
import { useCounterPlace, useTold } from '../../counter-context.tsx';
import { typedCents } from '../../state/ui.ts';
import { CornerKey } from '../../ui/corner-key.tsx';
import { Key } from '../../ui/key.tsx';
import { Keypad } from '../../ui/keypad.tsx';
import { Mark } from '../../ui/mark.tsx';

/** Ready: totals, tender, and Pay alone in its corner. */
export const TenderColumn = () => {
  const { words } = useCounterPlace();
  return (
    <section className="right tender-column">
      <StateHead />
      <Totals />
      <Given />
      <fieldset className="tender" aria-label={words.counter.tender}>
        <Keypad name={words.counter.keypad} beside="00" />
        <TenderKeys />
      </fieldset>
      <Pay />
    </section>
  );
};

const StateHead = () => {
  const { snapshot, words } = useCounterPlace();
  return (
    <div className="state-head">
      <Mark kind="ready" size={32} />
      <h2>{words.counter.ready}</h2>
      <span className="quiet figures">{fill(words.counter.saleNumber, { number: snapshot.cart.saleNumber })}</span>
    </div>
  );
};

/** Above this many rows they stand closer, so that nothing below them moves. */
const TALL_ROWS = 3;

const Totals = () => {
  const { snapshot, words, language } = useCounterPlace();
  const { totals } = snapshot.cart;
  const tight = totals.taxes.length + 1 > TALL_ROWS;
  return (
    <section className="totals" aria-label={words.counter.totals}>
      <dl className={tight ? 'totals-rows totals-tight' : 'totals-rows'}>
        <div>
          <dt>{words.counter.subtotal}</dt>
          <dd>{plainMoney(totals.subtotalCents, language)}</dd>
        </div>
        {totals.taxes.map((tax) => (
          <div key={tax.id}>
            <dt>
              {fill(words.counter.taxRate, {
                tax: taxName(tax.id, tax.name, language),
                rate: percent(tax.ratePpm, language),
              })}
            </dt>
            <dd>{plainMoney(tax.cents, language)}</dd>
          </div>
        ))}
      </dl>
      <div className="total">
        <span>{words.counter.total}</span>
        <output className="total-amount" aria-label={words.counter.total}>
          {dollars(totals.totalCents, language)}
        </output>
      </div>
    </section>
  );
};

/** Digits show at once as they are typed; change and what is missing come from the register. */
const Given = () => {
  const { snapshot, ui, words, language } = useCounterPlace();
  const { tender, lines } = snapshot.cart;
  const { counter } = words;
  if (tender.kind === 'debit' && ui.entry === '') {
    return (
      <div className="given">
        <span>
          {counter.debit} <b>{plainMoney(tender.cents, language)}</b>
        </span>
        <span className="quiet">{counter.debitExact}</span>
      </div>
    );
  }
  const shown = ui.entry !== '' ? typedCents(ui.entry) : tender.kind === 'cash' ? tender.givenCents : null;
  if (shown === null) {
    return (
      <div className="given quiet">
        <span>{counter.cashGiven}</span>
        <span>{lines.length === 0 ? '' : counter.chooseTender}</span>
      </div>
    );
  }
  const settled = tender.kind === 'cash' && tender.givenCents === shown ? tender : null;
  return (
    <div className="given">
      <span>
        {counter.cashGiven} <b>{plainMoney(shown, language)}</b>
      </span>
      {settled !== null && settled.roundingCents !== 0 && (
        <span className="quiet given-rounding">
          {fill(counter.rounding, { amount: plainMoney(settled.roundingCents, language) })}
        </span>
      )}
      {settled !== null && settled.shortCents > 0 && (
        <span className="given-short">
          {counter.stillMissing} <b>{plainMoney(settled.shortCents, language)}</b>
        </span>
      )}
      {settled !== null && settled.shortCents === 0 && (
        <span>
          {counter.change} <b>{plainMoney(settled.changeCents, language)}</b>
        </span>
      )}
    </div>
  );
};

const NOTE_PLACES = [0, 1, 2, 3] as const;

/** The key that does the same, printed on it. */
const KeyName = ({ name }: { readonly name: string }) => (
  <span className="function-key-name" aria-hidden="true">
    {name}
  </span>
);

const TenderKeys = () => {
  const { snapshot, words, language, perform } = useCounterPlace();
  const { cart } = snapshot;
  const given = cart.tender.kind === 'cash' ? cart.tender.givenCents : null;
  const nothingDue = cart.totals.totalCents === 0;
  return (
    <div className="tender-keys">
      <Key
        className="tender-key"
        pressed={given === cart.cashDueCents}
        unavailable={nothingDue}
        onPress={() => perform({ do: 'exact' })}
      >
        <KeyName name="/" /> <span>{words.counter.exact}</span> <b>{plainMoney(cart.cashDueCents, language)}</b>
      </Key>
      {NOTE_PLACES.map((place) => {
        const cents = cart.smartNotesCents[place];
        if (cents === undefined) return <span key={place} className="key key-empty" />;
        return (
          <Key
            key={place}
            className="note-key"
            pressed={given === cents}
            onPress={() => perform({ do: 'cash', cents })}
          >
            {noteMoney(cents, language)}
          </Key>
        );
      })}
      <Key
        className="tender-key"
        pressed={cart.tender.kind === 'debit'}
        unavailable={nothingDue}
        onPress={() => perform({ do: 'debit' })}
      >
        <KeyName name="−" /> <span>{words.counter.debit}</span> <b>{plainMoney(cart.totals.totalCents, language)}</b>
      </Key>
    </div>
  );
};

const Pay = () => {
  const { snapshot, words, perform } = useCounterPlace();
  const { payBlockedBecause } = snapshot.cart;
  const told = useTold(payBlockedBecause);
  const onlyTender = payBlockedBecause?.code === 'TENDER_MISSING';
  return (
    <div className={onlyTender ? 'pay pay-opens' : 'pay'}>
      <CornerKey
        label={words.counter.pay}
        beside={told === null || onlyTender ? 'F12' : told.short}
        besideIs={told === null || onlyTender ? 'key' : 'reason'}
        ready={told === null}
        tone="ask"
        onPress={() => perform({ do: 'corner' })}
      />
    </div>
  );
};
