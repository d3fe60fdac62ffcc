import type { StaffView } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { troubleWords } from '../../../shared/words/device-words.ts';
import { clockTime } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { SHORTEST_PIN } from '../../state/step-sign-in.ts';
import { CornerKey } from '../../ui/corner-key.tsx';
import { Key } from '../../ui/key.tsx';
import { Keypad } from '../../ui/keypad.tsx';
import { Mark, type MarkKind } from '../../ui/mark.tsx';
import { PinDots } from '../../ui/pin-dots.tsx';
import { Say } from '../../ui/say.tsx';
import { BenchOverLeft } from '../bench/bench.tsx';
import { Notice } from '../notice.tsx';
import { DevicePanel } from '../panels/device-panel.tsx';
import { HelpPanel } from '../panels/help-panel.tsx';

/** Name first, then PIN; the sign-in key keeps Pay's place. */
export const SignIn = () => {
  const { ui, benchDocked } = useCounterPlace();
  return (
    <main className="body">
      <section className="left">
        <SignInLeft key={ui.panel?.kind ?? 'staff'} benchOver={ui.benchOpen && !benchDocked} />
      </section>
      <PinColumn />
    </main>
  );
};

const SignInLeft = ({ benchOver }: { readonly benchOver: boolean }) => {
  const { ui, words } = useCounterPlace();
  if (ui.panel?.kind === 'device') return <DevicePanel link={ui.panel.link} />;
  if (ui.panel?.kind === 'help') return <HelpPanel />;
  if (benchOver) return <BenchOverLeft />;
  return (
    <div className="sign-in">
      <h1 className="product">
        <Mark kind="signed" size={76} />
        {words.signIn.product}
      </h1>
      <p className="motto">{words.signIn.motto}</p>
      <StaffTiles />
      <div className="sign-in-room" />
      <Notice />
      <Proofs />
    </div>
  );
};

const StaffTiles = () => {
  const { snapshot, words, ui, perform } = useCounterPlace();
  return (
    <section className="staff" aria-label={words.signIn.who}>
      <div className="staff-head">
        <h2>{words.signIn.who}</h2>
        <span className="quiet">{words.signIn.orBadge}</span>
      </div>
      <div className="staff-tiles">
        {snapshot.staff.map((person) => (
          <Key
            key={person.id}
            className="staff-tile"
            pressed={ui.staffId === person.id}
            onPress={() => perform({ do: 'chooseStaff', staffId: person.id })}
          >
            <b>{person.name}</b>
            <span className="staff-role">
              <RoleAndPin person={person} />
            </span>
          </Key>
        ))}
      </div>
    </section>
  );
};

const RoleAndPin = ({ person }: { readonly person: StaffView }) => {
  const { snapshot, words } = useCounterPlace();
  const role = words.role[person.role];
  const pin = snapshot.trainingPins[person.id];
  if (snapshot.store.mode !== 'training' || pin === undefined) return role;
  return <Say text={fill(words.signIn.rolePin, { role, pin })} />;
};

const PinColumn = () => {
  const { snapshot, ui, words, perform } = useCounterPlace();
  const person = snapshot.staff.find((one) => one.id === ui.staffId);
  const ready = person !== undefined && ui.pin.length >= SHORTEST_PIN;
  return (
    <section className="right pin-column">
      <div className="pin-head">
        <h2>{person?.name ?? words.signIn.chooseName}</h2>
        <PinDots typed={ui.pin.length} />
      </div>
      <Keypad name={words.signIn.pinPad} beside="clear" />
      <CornerKey
        label={words.signIn.signIn}
        beside={words.signIn.enter}
        ready={ready}
        tone="local"
        onPress={() => perform({ do: 'enter' })}
      />
    </section>
  );
};

/** What is already proved before anybody sells: at most three short facts at the foot. */
const Proofs = () => {
  const { snapshot, words, zone, language } = useCounterPlace();
  const metrc = snapshot.links.find((link) => link.id === 'metrc');
  const proofs: { readonly mark: MarkKind; readonly text: string }[] = [];
  if (snapshot.store.mode === 'training') proofs.push({ mark: 'done', text: words.signIn.practiceStore });
  if (metrc?.state === 'ok') {
    proofs.push({
      mark: 'done',
      text: snapshot.store.mode === 'training' ? words.signIn.practiceMetrc : words.signIn.metrcAnswers,
    });
  } else {
    const reason = troubleWords(metrc?.reason ?? null, language)?.short ?? words.device.unknownReason;
    proofs.push({ mark: 'attention', text: fill(words.signIn.metrcSilent, { reason }) });
  }
  if (snapshot.drawer !== null) {
    proofs.push({
      mark: 'done',
      text: fill(words.signIn.drawerOpenSince, { time: clockTime(snapshot.drawer.openedAt, zone, language) }),
    });
  }
  const { lines } = snapshot.cart;
  if (lines.length > 0) {
    const count = lines.length === 1 ? words.signIn.lineOne : fill(words.signIn.lineMany, { count: lines.length });
    proofs.push({
      mark: 'done',
      text: fill(words.signIn.cartKept, { number: snapshot.cart.saleNumber, lines: count }),
    });
  }
  return (
    <ul className="proofs">
      {proofs.slice(0, 3).map((proof) => (
        <li key={proof.text}>
          <Mark kind={proof.mark} size={18} stroke={13} />
          {proof.text}
        </li>
      ))}
    </ul>
  );
};
