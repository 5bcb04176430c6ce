import type { House } from '../../domain/house.js';
import { MASKS } from '../../domain/identities/index.js';
import { SIGNED_IN } from '../../sections/door.js';
import type { AccountSection } from '../section.js';
import { OVERVIEW } from './overview.messages.js';
import { Overview } from './overview.views.js';

const FIELDS = ['name', 'number', 'phone', 'email'] as const;

/** `/account`: who I am, how I log in, what is connected. */
export function overviewSection(
  deps: Pick<House, 'applications' | 'authenticators' | 'clock' | 'consents' | 'identities' | 'sessions'>,
): AccountSection {
  const { identities, authenticators, consents, applications, sessions, clock } = deps;

  /** Departments that a consent which still holds gives something to. */
  async function departmentsOf(identityId: string): Promise<number> {
    const now = clock.now();
    const live = (await consents.ofIdentity(identityId)).filter((one) => !one.withdrawnAt && one.expiresAt > now);
    const all = await Promise.all(live.map(({ applicationId }) => applications.load(applicationId)));
    return new Set(all.map((application) => application?.departmentId)).size;
  }

  return {
    path: '/account',
    name: OVERVIEW.name,
    mount({ show, page }) {
      show('/account', SIGNED_IN, async (ctx, { identityId, session }) => {
        const [identity, data, methods, departments, records] = await Promise.all([
          identities.find(identityId),
          identities.reveal(identityId, FIELDS),
          authenticators.list(identityId),
          departmentsOf(identityId),
          sessions.ofIdentity(identityId),
        ]);
        // The last login that is told of is one's own, and not that of somebody who acts for them.
        const logins = records.filter(({ actorId }) => actorId === null);
        const masked = Object.fromEntries(
          FIELDS.flatMap((field) => (data[field] ? [[field, MASKS[field](data[field])]] : [])),
        );
        const now = clock.now();
        const live = records.filter(({ endedAt, expiresAt }) => !endedAt && expiresAt > now);
        const view = (
          <Overview
            masked={masked}
            ial={identity?.ial ?? 1}
            counts={{ methods: methods.length, departments, sessions: live.length }}
            current={logins.find(({ uid }) => uid === session.uid)}
            before={logins.find(({ uid }) => uid !== session.uid)}
          />
        );
        page(ctx, view, { title: OVERVIEW.title });
      });
    },
  };
}
