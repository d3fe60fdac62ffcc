import type { BenchView } from '../../../shared/contract/bench-view.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';
import { BenchSection } from './bench-section.tsx';

const CABLES = ['scanner', 'printer', 'internet'] as const;
const ANSWERS = ['at_once', 'slowly', 'no', 'answer_lost', 'not_at_all', 'down'] as const;

/** Cables to pull, and the two things that go wrong with paper. */
export const Faults = ({ bench }: { readonly bench: BenchView }) => {
  const { words, perform } = useCounterPlace();
  return (
    <BenchSection title={words.bench.cables} beside={words.bench.pressToPull}>
      <div className="bench-keys cables">
        {CABLES.map((cable) => {
          const plugged = bench.cables[cable];
          const name = words.bench[cable];
          return (
            <Key
              key={cable}
              className="cable"
              pressed={!plugged}
              name={fill(plugged ? words.bench.cablePlugged : words.bench.cablePulled, { cable: name })}
              onPress={() => perform({ do: 'bench', act: { act: 'cable', cable, connected: !plugged } })}
            >
              <Plug plugged={plugged} /> {name}
            </Key>
          );
        })}
        <Key
          pressed={bench.paperOut}
          onPress={() => perform({ do: 'bench', act: { act: 'paper_out', out: !bench.paperOut } })}
        >
          {words.bench.paperOut}
        </Key>
        <Key
          pressed={bench.coverOpen}
          onPress={() => perform({ do: 'bench', act: { act: 'cover', open: !bench.coverOpen } })}
        >
          {words.bench.cover}
        </Key>
      </div>
    </BenchSection>
  );
};

/** How the practice Metrc answers from now on. */
export const MetrcAnswers = ({ bench }: { readonly bench: BenchView }) => {
  const { words, perform } = useCounterPlace();
  const told =
    bench.metrc === 'answer_lost' || bench.metrc === 'not_at_all' || bench.metrc === 'down'
      ? words.bench[`told_${bench.metrc}`]
      : null;
  return (
    <BenchSection title={words.bench.metrcAnswers}>
      <div className="bench-keys">
        {ANSWERS.map((answers) => (
          <Key
            key={answers}
            pressed={bench.metrc === answers}
            onPress={() => perform({ do: 'bench', act: { act: 'metrc', answers } })}
          >
            {words.bench[answers]}
          </Key>
        ))}
      </div>
      {told !== null && <p className="bench-told">{told}</p>}
    </BenchSection>
  );
};

const Plug = ({ plugged }: { readonly plugged: boolean }) => (
  <svg
    width="28"
    height="14"
    viewBox="0 0 28 14"
    stroke="currentColor"
    strokeWidth="3"
    fill="currentColor"
    aria-hidden="true"
  >
    <path d={plugged ? 'M0 7H28' : 'M0 7H5M23 7H28'} />
    <circle cx="14" cy="7" r="5" fill={plugged ? 'currentColor' : 'none'} strokeWidth={plugged ? 0 : 2.5} />
  </svg>
);
