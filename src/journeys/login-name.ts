import { z } from 'zod';
import type { Visit } from '../ui/visit.js';

const key = (uid: string): string => `login-name:${uid}`;

/** Keeps what to fill in as login name in this interaction: typed before, or just registered. */
export function keepLoginName(visit: Visit, uid: string, name: string): Promise<void> {
  return visit.set(key(uid), name);
}

export function readLoginName(visit: Visit, uid: string): Promise<string | undefined> {
  return visit.get(key(uid), z.string());
}
