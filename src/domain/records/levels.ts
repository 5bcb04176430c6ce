/** How strong a login was: one factor, two, or a passkey with user verification. */
export type Aal = 1 | 2 | 3;

/** How well an identity is proven: matched with the registry, shown remotely to be that person, or in person. */
export type Ial = 1 | 2 | 3;
