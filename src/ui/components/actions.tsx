import type { ComponentChildren } from 'preact';
import type { Words } from '../context.js';
import { useText } from '../page/environment.js';
import { BACK } from '../ui.messages.js';

type Look = 'primary' | 'secondary' | 'warning';

export interface ButtonProps {
  text: Words;
  look?: Look;
  /** Sent with the form where one form has several buttons. */
  name?: string;
  value?: string;
  /** Posts the form to another address than the form's own. */
  formAction?: string;
  /** The id of the form it belongs to, where it stands elsewhere. */
  form?: string;
  class?: string;
  id?: string;
}

const classesOf = (look: Look | undefined, own: string | undefined): string =>
  ['govuk-button', look && look !== 'primary' && `govuk-button--${look}`, own].filter(Boolean).join(' ');

/** Sends its form. */
export function Button({ text, look, class: own, ...rest }: ButtonProps) {
  return (
    <button type="submit" class={classesOf(look, own)} {...rest}>
      {useText()(text)}
    </button>
  );
}

export interface ButtonLinkProps {
  text: Words;
  href: string;
  look?: Look;
  /** With an arrow: the way into a journey. */
  start?: boolean;
}

/** A link that is a main action and looks like one. */
export function ButtonLink({ text, href, look, start }: ButtonLinkProps) {
  return (
    <a href={href} class={classesOf(look, start ? 'govuk-button--start' : undefined)}>
      {useText()(text)}
      {start && (
        <svg
          class="govuk-button__start-icon"
          width="18"
          height="19"
          viewBox="0 0 18 19"
          aria-hidden="true"
          focusable="false"
        >
          <path fill="currentColor" d="M0 8.25h13L7.6 2.8 9.3 1l8.5 8.5L9.3 18l-1.7-1.8 5.4-5.45H0z" />
        </svg>
      )}
    </a>
  );
}

/** Buttons and links side by side. */
export function ButtonGroup({ children }: { children: ComponentChildren }) {
  return <div class="govuk-button-group">{children}</div>;
}

export function Link({ href, text, class: own }: { href: string; text: Words; class?: string }) {
  return (
    <a href={href} class={['govuk-link', own].filter(Boolean).join(' ')}>
      {useText()(text)}
    </a>
  );
}

/** A link that is a paragraph of its own. */
export function LinkP({ href, text }: { href: string; text: Words }) {
  return (
    <p class="govuk-body">
      <Link href={href} text={text} />
    </p>
  );
}

export function BackLink({ href, text = BACK }: { href: string; text?: Words }) {
  return (
    <a href={href} class="govuk-back-link">
      {useText()(text)}
    </a>
  );
}
