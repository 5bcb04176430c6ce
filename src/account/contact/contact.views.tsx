import { type ContactChange, contactChange } from '../../domain/contacts/index.js';
import type { ContactKind } from '../../domain/records/index.js';
import { Button, ButtonGroup, ButtonLink, Details, Heading, LinkP, P, TextInput } from '../../ui/components/index.js';
import { CodeEntry } from '../../ui/forms/code-entry.js';
import { Form } from '../../ui/forms/forms.js';
import { useText } from '../../ui/page/environment.js';
import { CONTACT, KINDS, TITLES } from './contact.messages.js';

/** Masked, by kind. */
export type MaskedContacts = Readonly<Partial<Record<ContactKind, string>>>;

const PATH = '/account/contact';

export function ContactPage({ masked }: { masked: MaskedContacts }) {
  return (
    <>
      <Heading text={CONTACT.section} />
      <P text={CONTACT.lead} />
      <ul class="yihao-things">
        <Contact kind="phone" masked={masked.phone} />
        <Contact kind="email" masked={masked.email} />
      </ul>
    </>
  );
}

function Contact({ kind, masked }: { kind: ContactKind; masked: string | undefined }) {
  const t = useText();
  const { name, about } = KINDS[kind];
  const acts = [
    { href: `${PATH}/${kind}`, text: masked === undefined ? CONTACT.add : CONTACT.change },
    ...(kind === 'email' && masked !== undefined ? [{ href: `${PATH}/email/remove`, text: CONTACT.remove }] : []),
  ];
  return (
    <li class="yihao-thing" data-contact={kind}>
      <h2 class="yihao-thing__name">
        {t(name)}
        <span class="yihao-thing__kind">{masked ?? t(CONTACT.none)}</span>
      </h2>
      <p>{t(about)}</p>
      <div class="yihao-thing__acts">
        {acts.map(({ href, text }) => (
          <a href={href} key={href}>
            {t(text)}
            <span class="govuk-visually-hidden"> {t(name)}</span>
          </a>
        ))}
      </div>
    </li>
  );
}

/** Asks for the new phone or mail address. */
export function NewContactPage({ kind, masked }: { kind: ContactKind; masked: string | undefined }) {
  const { label, hint, now } = KINDS[kind];
  return (
    <>
      <Heading text={TITLES[contactChange(kind, masked, 'new')]} />
      {masked && <P text={now} values={{ address: masked }} />}
      <Form>
        <TextInput
          name="address"
          label={label}
          hint={hint}
          type={kind === 'phone' ? 'tel' : 'email'}
          inputmode={kind === 'phone' ? 'tel' : 'email'}
          autocomplete={kind === 'phone' ? 'tel' : 'email'}
          width={kind === 'phone' ? 20 : undefined}
          spaced={kind === 'phone'}
        />
        <Button text={CONTACT.next} />
      </Form>
    </>
  );
}

/** @param coded whether a code comes first */
export function RemoveContactPage({ masked, coded }: { masked: string; coded: boolean }) {
  return (
    <>
      <Heading text={TITLES.email_removed} />
      <P text={CONTACT.removeLead} />
      {coded && <P text={CONTACT.removeCode} values={{ address: masked }} />}
      <Form>
        <ButtonGroup>
          <Button look="warning" text={coded ? CONTACT.next : CONTACT.removeNow} id="remove" />
          <ButtonLink look="secondary" href={PATH} text={CONTACT.keep} />
        </ButtonGroup>
      </Form>
    </>
  );
}

export function StrongerLoginPage({ again }: { again: string }) {
  return (
    <>
      <Heading text={CONTACT.strongerTitle} />
      <P text={CONTACT.strongerLead} />
      <ButtonLink href={again} text={CONTACT.signInAgain} />
    </>
  );
}

export interface ConfirmContactProps {
  readonly change: ContactChange;
  readonly kind: ContactKind;
  readonly which: 'old' | 'new';
  readonly masked: string;
  readonly expiresAt: Date;
  readonly secondsLeft: number;
  readonly action: string;
  readonly resend: string;
  /** The way to a stronger login, which spares the code to the old one. */
  readonly again: string;
}

/** Asks for the code that came to the new address, or to the old one. */
export function ConfirmContactPage({ change, kind, which, masked, again, ...entry }: ConfirmContactProps) {
  const { confirm, lost, lostStrong, lostNone } = KINDS[kind];
  return (
    <>
      <Heading text={confirm[which]} caption={TITLES[change]} />
      <CodeEntry phone={masked} by={kind} {...entry}>
        {which === 'old' && (
          <Details summary={lost}>
            <P text={lostStrong} />
            <LinkP href={again} text={CONTACT.signInAgain} />
            <P text={lostNone} />
          </Details>
        )}
      </CodeEntry>
    </>
  );
}
