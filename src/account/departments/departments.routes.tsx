import { z } from 'zod';
import type { House } from '../../domain/house.js';
import type { Consent } from '../../domain/records/index.js';
import { SIGNED_IN } from '../../sections/door.js';
import { readForm } from '../../ui/forms/forms.js';
import type { AccountSection } from '../section.js';
import { DEPARTMENTS } from './departments.messages.js';
import { type ConnectedRow, DepartmentList } from './departments.views.js';

const PATH = '/account/departments';
const withdrawForm = z.object({ application: z.string().max(64) });

/** `/account/departments`: what each department was given, why and until when, and the way to take it back. */
export function departmentsSection({
  consents,
  applications,
  clock,
}: Pick<House, 'applications' | 'clock' | 'consents'>): AccountSection {
  async function rowOf(consent: Consent): Promise<ConnectedRow> {
    // What was disabled keeps its name: what was agreed with it stays on record.
    const pair = await applications.loadWithDepartment(consent.applicationId);
    const state = consent.withdrawnAt ? 'withdrawn' : clock.now() < consent.expiresAt ? 'current' : 'expired';
    const name = pair?.application.name ?? { zh: consent.applicationId, en: consent.applicationId };
    return { consent, state, name, department: pair?.department.name };
  }

  return {
    path: PATH,
    name: DEPARTMENTS.section,
    mount({ show, take, page, done }) {
      show(PATH, SIGNED_IN, async (ctx, { identityId }) => {
        const rows = await Promise.all((await consents.ofIdentity(identityId)).map(rowOf));
        const newestFirst = rows.toSorted((a, b) => b.consent.givenAt.getTime() - a.consent.givenAt.getTime());
        page(ctx, <DepartmentList rows={newestFirst} />, { title: DEPARTMENTS.section });
      });

      take(`${PATH}/withdraw`, SIGNED_IN, async (ctx, { identityId }) => {
        const read = readForm(ctx, withdrawForm);
        const applicationId = read.ok ? read.value.application : '';
        const { outcome } = await consents.withdraw({ identityId, applicationId, actor: identityId });
        await done(ctx, PATH, outcome === 'withdrawn' ? DEPARTMENTS.done : DEPARTMENTS.over);
      });
    },
  };
}
