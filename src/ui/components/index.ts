export * from './actions.js';
export * from './choices.js';
export * from './content.js';
export * from './inputs.js';
export * from './qr-code.js';
export * from './webauthn.js';
