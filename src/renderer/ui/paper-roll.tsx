/** The printer from the side: cover up, roll in, paper from below towards the person. */
export const PaperRoll = () => (
  <svg
    className="paper-roll"
    width="216"
    height="164"
    viewBox="0 0 216 164"
    fill="none"
    stroke="currentColor"
    strokeWidth="3"
    aria-hidden="true"
  >
    <path d="M34 76H4V158H180V76H150" />
    <circle cx="96" cy="76" r="48" className="paper-roll-body" />
    <circle cx="96" cy="76" r="13" />
    <path d="M96 124H22V28" strokeWidth="5" />
    <path d="M13 41 22 27 31 41" strokeWidth="5" />
    <path d="M179 76 212 4" strokeWidth="8" />
  </svg>
);
