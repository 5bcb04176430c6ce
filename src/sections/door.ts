/** What whoever comes to a page must bring beside a login. Data, so that every page's door can be listed and tested. */
export interface Door {
  /** A login of minutes ago, as strong as its holder can make it. */
  readonly fresh?: true;
  /** With `fresh`: enough although a stronger login may be possible, for someone who lost what makes it stronger. */
  readonly level?: 2;
  /** Not at a public terminal: what the page leaves in the browser would be the next person's. */
  readonly ownDevice?: true;
  /** What its holder must have been given. The room says whether they have it. */
  readonly right?: string;
}

/** Any login. */
export const SIGNED_IN: Door = {};
/** What could shut its holder out, or cannot be taken back. */
export const FRESH: Door = { fresh: true };
/** As `FRESH`, at home. */
export const OWN_DEVICE: Door = { fresh: true, ownDevice: true };
/** As `FRESH`, for someone who lost what makes their login strongest. */
export const TWO_FACTORS: Door = { fresh: true, level: 2 };
