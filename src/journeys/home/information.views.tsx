import type { Text } from '../../shared/text.js';
import { Heading, Link, P } from '../../ui/components/index.js';
import { useText } from '../../ui/page/environment.js';
import type { Section } from './information.messages.js';

/** A page to read: help, privacy. */
export function InformationView({ title, sections }: { title: Text; sections: readonly Section[] }) {
  const t = useText();
  return (
    <>
      <Heading text={title} />
      {sections.map((section) => (
        <section key={section.title.en}>
          <h2 class="govuk-heading-m">{t(section.title)}</h2>
          {section.paragraphs.map((paragraph) => (
            <P text={paragraph} key={paragraph.en} />
          ))}
          {section.link && (
            <p class="govuk-body">
              <Link {...section.link} />
            </p>
          )}
        </section>
      ))}
    </>
  );
}
