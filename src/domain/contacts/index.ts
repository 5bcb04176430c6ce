export { Contacts, type ContactsDeps, type ContactWork } from './contacts.js';
export { type ContactChange, contactChange } from './contacts.messages.js';
