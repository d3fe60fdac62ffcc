/** Style sheets are for the bundler; the compiler only has to know that they can be imported. */
declare module '*.css';
