import Router from '@koa/router';
import { beijingTime } from '../../shared/beijing-time.js';
import { ButtonLink, Heading, P } from '../../ui/components/index.js';
import type { PageState } from '../../ui/context.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { renderPage } from '../../ui/page/page.js';
import { DEMO_MESSAGES } from './messages.messages.js';

/** A message as it was sent. */
export interface ShownMessage {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly code?: string | undefined;
  readonly sentAt: Date;
}

/** The page that takes the place of a phone: mounted only where no gateway is set. */
export function demoMessages(mailbox: { list(): Promise<readonly ShownMessage[]> }): Router<PageState> {
  const router = new Router<PageState>();
  router.get('/demo/messages', async (ctx) => {
    const { title, notice } = DEMO_MESSAGES;
    renderPage(ctx, <MessagesPage messages={await mailbox.list()} />, { title, notice, width: 'wide' });
  });
  return router;
}

function MessagesPage({ messages }: { messages: readonly ShownMessage[] }) {
  const { locale } = usePage();
  const t = useText();
  return (
    <>
      <Heading text={DEMO_MESSAGES.title} />
      <P text={DEMO_MESSAGES.lead} />
      <ButtonLink href="/demo/messages" text={DEMO_MESSAGES.refresh} look="secondary" />
      {messages.length === 0 && <P text={DEMO_MESSAGES.empty} />}
      {messages.map(({ id, to, text, code, sentAt }) => (
        <section class="govuk-summary-card" key={id} data-to={to} data-code={code}>
          <div class="govuk-summary-card__title-wrapper">
            <h2 class="govuk-summary-card__title">{to}</h2>
            <time dateTime={sentAt.toISOString()}>{beijingTime(sentAt, locale)}</time>
          </div>
          <div class="govuk-summary-card__content">
            <p class="govuk-body">{text}</p>
            {code && (
              <p class="govuk-body">
                {t(DEMO_MESSAGES.code)} <strong>{code}</strong>
              </p>
            )}
          </div>
        </section>
      ))}
    </>
  );
}
