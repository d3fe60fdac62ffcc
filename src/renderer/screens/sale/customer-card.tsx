import type { CustomerView, LimitView } from '../../../shared/contract/cart-view.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { calendarDay, decimal } from '../../../shared/words/figures.ts';
import { buyerName, limitName, unitName } from '../../../shared/words/shop-words.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { needsAgencyCheck } from '../../state/availability.ts';
import { Key } from '../../ui/key.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Say } from '../../ui/say.tsx';

/** Who buys, what was checked, and how much of each limit this sale uses. */
export const CustomerCard = () => {
  const { snapshot, words } = useCounterPlace();
  const { customer, limits } = snapshot.cart;
  return (
    <section className="customer" aria-label={words.counter.customer}>
      {customer === null ? <NoCustomer /> : <Facts customer={customer} />}
      {needsAgencyCheck(snapshot) ? <AgencyKeys /> : customer !== null && <Limits limits={limits} />}
    </section>
  );
};

const NoCustomer = () => {
  const { words } = useCounterPlace();
  return (
    <div className="customer-none">
      <b className="customer-type">{words.counter.noCustomer}</b>
      <span className="quiet">{words.counter.scanCard}</span>
    </div>
  );
};

const Facts = ({ customer }: { readonly customer: CustomerView }) => {
  const { words, language } = useCounterPlace();
  return (
    <div className="customer-facts">
      <b className="customer-type">{buyerName(customer.buyerType, language)}</b>
      {customer.minAge !== null && (
        <span>
          {fill(words.counter.ageOrOver, { age: customer.minAge })} <Mark kind="done" size={18} stroke={13} />
        </span>
      )}
      <span className="figures">
        <Say text={fill(words.counter.licence, { digits: customer.licenceLastFour })} />
      </span>
      {customer.expiresOn !== null && (
        <span>{fill(words.counter.validTo, { day: calendarDay(customer.expiresOn, language) })}</span>
      )}
      <Status customer={customer} />
    </div>
  );
};

const Status = ({ customer }: { readonly customer: CustomerView }) => {
  const { words } = useCounterPlace();
  const { counter } = words;
  const no = (text: string) => (
    <span className="customer-status customer-no">
      <Mark kind="refused" size={22} /> {text}
    </span>
  );
  switch (customer.status) {
    case 'active':
      return (
        <span className="customer-status">
          {counter.active} <Mark kind="done" size={18} stroke={13} />
        </span>
      );
    case 'checking':
      return (
        <span className="customer-status quiet">
          <Mark kind="asking" size={18} stroke={13} /> {counter.statusChecking}
        </span>
      );
    case 'not_active':
      return no(counter.statusNotActive);
    case 'expired':
      return no(counter.statusExpired);
    case 'not_confirmed':
      return no(counter.statusNotConfirmed);
    case 'no_answer':
      return no(counter.statusNoAnswer);
    case 'not_deployed':
      return <span className="customer-status quiet">{counter.statusNotDeployed}</span>;
    case 'not_needed':
      return null;
  }
};

/** The look at the agency's web tool that a person makes at each sale: one key for yes, one for no. */
export const AgencyKeys = () => {
  const { snapshot, words, perform } = useCounterPlace();
  const tool = snapshot.store.agencyCheckName ?? words.counter.agencyDefaultTool;
  return (
    <div className="agency">
      <Key className="agency-key" onPress={() => perform({ do: 'agencyCheck', showed: 'active' })}>
        <span className="function-key-name" aria-hidden="true">
          F2
        </span>{' '}
        <b>{fill(words.counter.agencyShowsActive, { tool })}</b>
      </Key>
      <Key className="agency-key" onPress={() => perform({ do: 'agencyCheck', showed: 'not_active' })}>
        {words.counter.agencyShowsNotActive}
      </Key>
      <Key className="agency-key" onPress={() => perform({ do: 'openCustomer' })}>
        {words.keys.customer}
      </Key>
    </div>
  );
};

const MOST_BARS = 3;

/** The bars shown: those in use or refused first, the rest in the order of the profile, three at most. */
function barsToShow(limits: readonly LimitView[], refused: ReadonlySet<string>): readonly LimitView[] {
  const weight = (limit: LimitView): number => (refused.has(limit.id) ? 2 : limit.ratio > 0 ? 1 : 0);
  const chosen = new Set([...limits].sort((a, b) => weight(b) - weight(a)).slice(0, MOST_BARS));
  return limits.filter((limit) => chosen.has(limit));
}

const Limits = ({ limits }: { readonly limits: readonly LimitView[] }) => {
  const { snapshot } = useCounterPlace();
  const refused = new Set(
    snapshot.cart.lines.flatMap((line) => (line.limitSum === null ? [] : [line.limitSum.limitId])),
  );
  return (
    <div className="limits">
      {barsToShow(limits, refused).map((limit) => (
        <LimitBar key={limit.id} limit={limit} over={refused.has(limit.id)} />
      ))}
    </div>
  );
};

const LimitBar = ({ limit, over }: { readonly limit: LimitView; readonly over: boolean }) => {
  const { words, language } = useCounterPlace();
  const least = limit.unit === 'count' ? 0 : 1;
  const used = decimal(limit.used, least, language);
  const cap = `${decimal(limit.cap, least, language)} ${unitName(limit.unit, language)}`;
  const { label } = limitName(limit.id, language);
  const filled = `${Math.min(1, limit.ratio) * 100}%`;
  return (
    <div className="limit">
      <div className="limit-told">
        <span>{label}</span>
        <span className="figures">
          <Say text={fill(words.counter.limitUse, { used, cap })} />
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a meter element cannot show what would go over its end */}
      <div
        className="limit-bar"
        role="meter"
        aria-label={fill(words.counter.limitBar, { limit: label, used, cap })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(Math.min(1, limit.ratio) * 100)}
      >
        <i className="limit-used" style={{ width: filled }} />
        {over && <i className="limit-over" style={{ left: filled }} />}
        {over && <i className="limit-end" />}
      </div>
    </div>
  );
};
