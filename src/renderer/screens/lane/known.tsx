import type { ReactNode } from 'react';

export type Fact = readonly [label: string, told: ReactNode];

/** A small table of what is known: a label and a fact in each row, no box. */
export const Known = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className="known figures">
    {facts.map(([label, told]) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{told}</dd>
      </div>
    ))}
  </dl>
);
