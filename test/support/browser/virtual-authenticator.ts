import type { CDPSession, Page } from 'playwright-core';

/** Chromium's own authenticator for tests, in one page: a device that holds passkeys and knows its owner by touch. */
export interface VirtualAuthenticator {
  /** Its passkeys, as the protocol shows them. */
  credentials(): Promise<readonly Credential[]>;
  /** Puts one in, for example a copy that has fallen behind. */
  add(credential: Credential): Promise<void>;
  /** Takes one out. */
  remove(credential: Credential): Promise<void>;
  /** Whether it lets through whoever asks for it: otherwise it waits, as a device that nobody touches. */
  present(yes: boolean): Promise<void>;
  /** Whether it makes sure who holds it. */
  verifies(yes: boolean): Promise<void>;
}

export interface Credential {
  readonly credentialId: string;
  readonly signCount: number;
}

/** @see https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/ */
export async function addVirtualAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async credentials() {
      return (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
    },
    async add(credential) {
      await session.send('WebAuthn.addCredential', { authenticatorId, credential: credential as never });
    },
    async remove({ credentialId }) {
      await session.send('WebAuthn.removeCredential', { authenticatorId, credentialId });
    },
    async present(enabled) {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    async verifies(isUserVerified) {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
  };
}
