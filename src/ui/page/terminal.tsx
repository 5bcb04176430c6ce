import { Button, P } from '../components/index.js';
import { TERMINAL_START } from '../context.js';
import { Form } from '../forms/forms.js';
import { TERMINAL_FINISH, TERMINAL_GO_ON, TERMINAL_HERE, TERMINAL_SOON } from '../ui.messages.js';
import { usePage, useText } from './environment.js';
import { STAY } from './session-expiry.js';

/**
 * On every page of a public terminal, always in sight: the way to leave, and a warning a minute before the terminal
 * forgets a user who touches nothing (WCAG 2.2, 2.2.1: any key goes on, as often as one likes).
 */
export function TerminalBar() {
  const { ctx } = usePage();
  const t = useText();
  const { terminal, visit, expiry } = ctx.state;
  if (!terminal || !visit) return null;
  const start = ctx.url === TERMINAL_START;
  return (
    <aside
      class="yihao-terminal"
      aria-label={t(TERMINAL_HERE, { name: t(terminal.name) })}
      data-idle={terminal.idleSeconds}
      data-start={TERMINAL_START}
      data-stay={expiry?.ends === 'session' ? STAY : undefined}
    >
      <div class="govuk-width-container yihao-terminal__row">
        <span>{t(TERMINAL_HERE, { name: t(terminal.name) })}</span>
        {!start && (
          <Form action="/terminal/finish">
            <Button look="warning" text={TERMINAL_FINISH} id="finish" />
          </Form>
        )}
      </div>
      <div role="alert" />
      {!start && (
        <template>
          <div class="govuk-width-container yihao-terminal__soon">
            <P text={TERMINAL_SOON} />
            <button type="button" class="govuk-button">
              {t(TERMINAL_GO_ON)}
            </button>
          </div>
        </template>
      )}
    </aside>
  );
}

/** The same end where no script runs. */
export function TerminalEnd() {
  const { terminal } = usePage().ctx.state;
  if (!terminal) return null;
  return (
    <noscript>
      <meta http-equiv="refresh" content={`${terminal.idleSeconds}; url=${TERMINAL_START}`} />
    </noscript>
  );
}
