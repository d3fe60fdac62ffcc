import { useEffect, useRef, useState } from 'react';
import type { FoundPackage } from '../../../shared/contract/contract.ts';
import { tagTail } from '../../../shared/values/ids.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { plainMoney } from '../../../shared/words/figures.ts';
import { unitName } from '../../../shared/words/shop-words.ts';
import { useCounterPlace, useTold } from '../../counter-context.tsx';
import { EscSays } from '../../ui/esc-says.tsx';
import { Key } from '../../ui/key.tsx';
import { Mark } from '../../ui/mark.tsx';
import { PickList } from '../../ui/pick-list.tsx';
import { Say } from '../../ui/say.tsx';

type Found = { readonly text: string; readonly rows: readonly FoundPackage[]; readonly failed: boolean };

/** F3: results as they are typed; Enter adds the first. What may not be sold is listed with its reason, never hidden. */
export const LookUpPanel = () => {
  const { words, perform } = useCounterPlace();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useFound(text, () => setChosen(0));
  const field = useFieldThatListens();
  return (
    <section className="panel look-up" aria-label={words.keys.lookUp}>
      <div className="look-up-head">
        <input
          ref={field}
          className="field look-up-field"
          type="text"
          role="combobox"
          aria-expanded={found.rows.length > 0}
          aria-controls="found"
          aria-activedescendant={found.rows.length > 0 ? `found-${chosen}` : undefined}
          aria-label={words.panel.lookUpField}
          placeholder={words.panel.lookUpHint}
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="quiet figures">
          {text === '' ? '' : fill(words.panel.foundOf, { count: found.rows.length })}
        </span>
        <Key className="panel-esc" onPress={() => perform({ do: 'closePanel' })}>
          <EscSays does={words.counter.escClose} />
        </Key>
      </div>
      <PickList
        id="found"
        label={words.panel.lookUpResults}
        rows={found.rows}
        keyOf={(row) => row.label}
        draw={(row, isChosen) => <FoundRow row={row} typed={found.text} chosen={isChosen} />}
        chosen={chosen}
        onChoose={setChosen}
        onTake={(row) => perform({ do: 'addPackage', label: row.label })}
        onNothing={() => {
          if (text.trim() !== '') perform({ do: 'enterCode', text: text.trim() });
        }}
      />
      <LookUpFoot text={text} found={found} />
    </section>
  );
};

/** Asks the register at every keystroke and draws only the answer to the newest one. */
function useFound(text: string, onFound: () => void): Found {
  const { client } = useCounterPlace();
  const [found, setFound] = useState<Found>({ text: '', rows: [], failed: false });
  const told = useRef(onFound);
  told.current = onFound;
  useEffect(() => {
    let wanted = true;
    const wish = text.trim();
    if (wish === '') {
      setFound({ text: '', rows: [], failed: false });
      return;
    }
    client.catalogue.search({ text: wish }).then(
      (rows) => {
        if (!wanted) return;
        setFound({ text: wish, rows, failed: false });
        told.current();
      },
      () => {
        if (wanted) setFound({ text: wish, rows: [], failed: true });
      },
    );
    return () => {
      wanted = false;
    };
  }, [text, client]);
  return found;
}

/** The field has the keyboard from the start, and takes it back when a letter is typed elsewhere. */
function useFieldThatListens() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    const listen = (event: KeyboardEvent): void => {
      if (event.key.length === 1 && document.activeElement !== field.current) field.current?.focus();
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, []);
  return field;
}

const FoundRow = ({
  row,
  typed,
  chosen,
}: {
  readonly row: FoundPackage;
  readonly typed: string;
  readonly chosen: boolean;
}) => {
  const { words, language } = useCounterPlace();
  const told = useTold(row.refusal);
  const unit = unitName(row.unit, language);
  const quantity = unit === '' ? row.quantity : fill(words.counter.quantityOnly, { quantity: row.quantity, unit });
  return (
    <div className={told === null ? 'found' : 'found found-no'}>
      <div className="found-name">
        <b>
          <Underlined name={row.name} typed={typed} />
        </b>
        <span className="found-second">
          <span className="mono">{tagTail(row.label)}</span>
          {told !== null && (
            <span className={chosen ? 'found-reason found-reason-chosen' : 'found-reason'}>
              <Mark kind="refused" size={22} /> {told.short}
            </span>
          )}
        </span>
      </div>
      <span className="found-left figures">{fill(words.panel.left, { quantity })}</span>
      <b className="found-price figures">{row.priceCents === null ? '' : plainMoney(row.priceCents, language)}</b>
    </div>
  );
};

/** The typed letters are underlined where the name has them. */
const Underlined = ({ name, typed }: { readonly name: string; readonly typed: string }) => {
  const at = name.toLowerCase().indexOf(typed.toLowerCase());
  if (typed === '' || at < 0) return name;
  return (
    <>
      {name.slice(0, at)}
      <u>{name.slice(at, at + typed.length)}</u>
      {name.slice(at + typed.length)}
    </>
  );
};

const LookUpFoot = ({ text, found }: { readonly text: string; readonly found: Found }) => {
  const { snapshot, words } = useCounterPlace();
  const { panel } = words;
  const scanning =
    snapshot.lane.state === 'ready' ? fill(panel.scanningGoesOn, { number: snapshot.cart.saleNumber }) : '';
  if (found.failed)
    return (
      <p className="panel-foot" role="status">
        {panel.foundFailed}
      </p>
    );
  if (text.trim() === '') {
    return (
      <p className="panel-foot quiet">
        <span>{panel.foundStart}</span> <span>{scanning}</span>
      </p>
    );
  }
  if (found.rows.length === 0) {
    return (
      <p className="panel-foot" role="status">
        <span>{found.text === '' ? '' : fill(panel.foundNone, { text: found.text })}</span>
        <span className="quiet">
          <Say text={panel.enterCode} />
        </span>
      </p>
    );
  }
  return (
    <p className="panel-foot quiet">
      <span>
        <Say text={panel.enterAdds} />
      </span>
      <span>
        <Say text={panel.arrowsChoose} />
      </span>
      <span>{scanning}</span>
    </p>
  );
};
