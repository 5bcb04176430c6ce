import type { House } from '../domain/house.js';
import { createLogoutPages } from '../journeys/logout/logout.pages.js';
import { createProviderHost, type ProviderHost } from '../provider/host.js';
import { Interactions } from '../provider/interactions.js';
import type { KeyTiming } from '../provider/keys/key-ring.js';
import type { ErrorPage, ProviderDeps, ProviderSettings } from '../provider/ports.js';
import type { Settings } from '../settings/index.js';
import type { PageContext } from '../ui/context.js';
import { renderProtocolTrouble } from '../ui/page/trouble.js';

/** Milliseconds for which userinfo and introspection rely on what they saw. */
const RECENT_MS = 500;

/** The protocol's endpoints, and the one door to them that pages have. */
export interface Protocol {
  readonly host: ProviderHost;
  readonly interactions: Interactions;
}

/** What is told of it, and what may stand in place of the usual. */
export interface ProtocolOverrides extends Partial<Omit<ProviderDeps, 'settings'>> {
  readonly settings?: Partial<ProviderSettings>;
  readonly timing?: Partial<KeyTiming>;
}

/** Hands the provider of the house what its wall (`provider/ports.ts`) lets through. */
export async function createProtocol(
  house: House,
  settings: Settings,
  { settings: changed, timing, ...overrides }: ProtocolOverrides = {},
): Promise<Protocol> {
  const deps: ProviderDeps = {
    ...house,
    settings: {
      issuer: house.issuer,
      sessionIdleMinutes: house.idleMinutes,
      sessionHours: settings.YIHAO_SESSION_HOURS,
      stayDays: house.stayDays,
      terminalIdleMinutes: house.terminalIdleMinutes,
      keyPollMs: settings.YIHAO_KEY_POLL_MS,
      recentMs: RECENT_MS,
      highestAal: house.factors.highestAal,
      ...changed,
    },
    pages: { ...createLogoutPages(house), error: (ctx, page) => showTrouble(ctx as PageContext, page) },
    ...overrides,
  };
  const host = await createProviderHost(deps, timing ? { timing } : {});
  return { host, interactions: new Interactions(host, deps) };
}

function showTrouble(ctx: PageContext, { error, status, expired, application }: ErrorPage): void {
  const portal = application && { href: application.homeUri, name: application.name };
  renderProtocolTrouble(ctx, { error, status, expired, ...(portal && { portal }) });
}
