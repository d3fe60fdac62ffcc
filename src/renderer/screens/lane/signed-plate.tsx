import type { LaneView } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import type { Words } from '../../../shared/words/catalogue.ts';
import { dollars, plainMoney } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';
import { ClosingMark, Mark, type MarkKind } from '../../ui/mark.tsx';

type Signed = Extract<LaneView, { state: 'signed' }>;

/** Change is the largest thing the product ever shows; drawer and paper are confirmed after the fact. */
export const SignedPlate = ({ lane }: { readonly lane: Signed }) => {
  const { words, language, perform } = useCounterPlace();
  return (
    <section className="right plate plate-sign" aria-label={words.lane.signed}>
      <div className="signed-head">
        <ClosingMark size={92} />
        <div>
          <h2>{words.lane.signed}</h2>
          <p>
            {words.lane.receiptNumber} <span className="mono signed-receipt">{lane.metrcReceipt}</span>
          </p>
        </div>
      </div>
      <Change lane={lane} />
      <p className="signed-given figures">
        {lane.tenderKind === 'cash' &&
          fill(words.lane.givenAndDue, {
            given: plainMoney(lane.givenCents, language),
            due: plainMoney(lane.dueCents, language),
          })}
      </p>
      <div className="plate-foot signed-foot">
        <div className="signed-dones">
          <Done {...drawerDone[lane.drawer]} />
          <Done {...receiptDone[lane.receipt]} />
        </div>
        <div className="signed-end">
          <b>{words.lane.scanForNext}</b>
          <Key className="plate-key signed-next" onPress={() => perform({ do: 'nextSale' })}>
            {words.lane.nextSale}{' '}
            <span className="key-name" aria-hidden="true">
              {words.lane.enter}
            </span>
          </Key>
        </div>
      </div>
    </section>
  );
};

/** 184 px under $10, 160 under $100, 132 above, and smaller again where a comma comes in. */
function sizeOf(cents: number): string {
  if (cents < 1_000) return 'change-small';
  if (cents < 10_000) return 'change-middle';
  return cents < 100_000 ? 'change-large' : 'change-huge';
}

const Change = ({ lane }: { readonly lane: Signed }) => {
  const { words, language } = useCounterPlace();
  const debit = lane.tenderKind === 'debit';
  const shown = debit ? lane.totalCents : lane.changeCents;
  const label = debit ? words.lane.paidByDebit : lane.changeCents === 0 ? words.lane.noChangeDue : words.lane.changeDue;
  return (
    <>
      <p className="change-label">{label}</p>
      <output className={`change ${sizeOf(shown)}`} aria-label={label}>
        {dollars(shown, language)}
      </output>
    </>
  );
};

type DoneWords = { readonly mark: MarkKind | null; readonly says: keyof Words['lane'] };

const drawerDone: Readonly<Record<Signed['drawer'], DoneWords>> = {
  not_needed: { mark: null, says: 'drawerNotNeeded' },
  due: { mark: null, says: 'drawerDue' },
  sent: { mark: 'done', says: 'drawerSent' },
  opened: { mark: 'done', says: 'drawerOpened' },
  refused: { mark: 'attention', says: 'drawerRefused' },
  not_sent: { mark: 'attention', says: 'drawerNotSent' },
};

/** What is said of the paper of a signed sale. */
export const receiptDone: Readonly<Record<Signed['receipt'], DoneWords>> = {
  owed: { mark: null, says: 'receiptOwed' },
  printing: { mark: null, says: 'receiptPrinting' },
  printed: { mark: 'done', says: 'receiptPrinted' },
  failed: { mark: 'attention', says: 'receiptFailed' },
  unknown: { mark: 'attention', says: 'receiptUnknown' },
  cancelled: { mark: null, says: 'receiptCancelled' },
};

const Done = ({ mark, says }: DoneWords) => {
  const { words } = useCounterPlace();
  return (
    <span className="signed-done">
      {mark !== null && <Mark kind={mark} size={18} stroke={13} />}
      {words.lane[says]}
    </span>
  );
};
