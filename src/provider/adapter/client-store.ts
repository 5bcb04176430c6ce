import type { Adapter, AdapterPayload } from 'oidc-provider';
import { HOME_CLIENT_ID, homeMetadata } from '../home.js';
import { clientMetadata } from './client-metadata.js';
import type { AdapterContext } from './context.js';

/** Applications as clients. They are registered by departments, never through the protocol. */
export class ClientStore implements Adapter {
  readonly #context: Pick<AdapterContext, 'issuer' | 'applications'>;

  constructor(context: Pick<AdapterContext, 'issuer' | 'applications'>) {
    this.#context = context;
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (id === HOME_CLIENT_ID) return homeMetadata(this.#context.issuer);
    const application = await this.#context.applications.find(id);
    return application && !application.disabledAt ? clientMetadata(application) : undefined;
  }

  async upsert(): Promise<void> {
    throw new TypeError('applications are not registered through the protocol');
  }

  async destroy(): Promise<void> {
    throw new TypeError('applications are not removed through the protocol');
  }

  async consume(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
}
