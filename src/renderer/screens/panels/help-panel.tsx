import { useCounterPlace } from '../../counter-context.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';

/** F1: what each key does, and who to call. */
export const HelpPanel = () => {
  const { snapshot, words } = useCounterPlace();
  const { panel } = words;
  const rows = [
    ['F2', panel.helpF2],
    ['F3', panel.helpF3],
    ['F4', panel.helpF4],
    ['F6', panel.helpF6],
    ['F8', panel.helpF8],
    ['F9', panel.helpF9],
    ['F10', panel.helpF10],
    [panel.keyPay, panel.helpPay],
    [panel.keyDigits, panel.helpDigits],
    ['/ −', panel.helpTender],
    ['Esc', panel.helpEsc],
  ] as const;
  return (
    <section className="panel" aria-label={panel.helpTitle}>
      <PanelHead title={panel.helpTitle} />
      <dl className="help-keys">
        {rows.map(([key, told]) => (
          <div key={key}>
            <dt className="mono">{key}</dt>
            <dd>{told}</dd>
          </div>
        ))}
      </dl>
      <dl className="help-call" aria-label={panel.helpCall}>
        {snapshot.store.contacts.map((contact) => (
          <div key={contact.who}>
            <dt>{contact.who}</dt>
            <dd className="figures">{contact.phone}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
