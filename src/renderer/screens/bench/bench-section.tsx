import type { ReactNode } from 'react';

type BenchSectionProps = { readonly title: string; readonly beside?: string; readonly children: ReactNode };

/** One part of the bench under its rule, with its name and what pressing does. */
export const BenchSection = ({ title, beside, children }: BenchSectionProps) => (
  <section className="bench-section" aria-label={title}>
    <div className="bench-section-head">
      <h3>{title}</h3>
      {beside !== undefined && <span>{beside}</span>}
    </div>
    {children}
  </section>
);
