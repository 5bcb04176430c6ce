import type { CurrentSession } from '../provider/interactions.js';
import type { Holder, Section, SectionContext, SectionPages } from '../sections/section.js';

/** Whose pages these are, and the login they came with. */
export type Citizen = Holder<CurrentSession>;
export type AccountPages = SectionPages<CurrentSession>;
export type AccountSection = Section<CurrentSession>;
export type AccountContext = SectionContext;
