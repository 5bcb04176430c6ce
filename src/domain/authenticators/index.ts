export * from './authenticators.js';
export { AUTHENTICATOR_NAMES } from './authenticators.messages.js';
export { type AvailableFactor, Factors } from './factors.js';
export type * from './first-factor.js';
export { KnownDevices } from './known-device/known-devices.js';
export {
  type DerivedKeys,
  type OneTimeCodeSettings,
  OneTimeCodes,
  type SendAnswer,
  type SendCode,
  type VerifyAnswer,
  type VerifyCode,
} from './one-time-code/one-time-codes.js';
export { SmsFactor, type SmsFactorDeps } from './one-time-code/sms-factor.js';
export { type LinkOutcome, OutsideAccounts, type OutsideBegun } from './outside/outside-accounts.js';
export { OutsideLogin } from './outside/outside-login.js';
export type { OutsideAnswer, OutsideProvider, OutsideQuestion } from './outside/outside-provider.js';
export { type PasskeyData, passkeyData, type RelyingParty, relyingParty } from './passkey/passkey.js';
export { PasskeyChallenges } from './passkey/passkey-challenges.js';
export { PasskeyCheck } from './passkey/passkey-check.js';
export { type EnrolOutcome, PasskeyEnrolment } from './passkey/passkey-enrolment.js';
export { PasskeyFactor, PasskeyLogin } from './passkey/passkey-factors.js';
export { checkPassword, type PasswordVerdict } from './password/check-password.js';
export { normalisePassword, type PasswordHasher } from './password/password-hasher.js';
export * from './qr/qr-login.js';
export {
  codeDigest,
  codeSetOf,
  RecoveryCodes,
  type RecoveryCodesDeps,
  spendRecoveryCode,
} from './recovery-code/recovery-codes.js';
export { RecoveryFactor, type RecoveryFactorDeps } from './recovery-code/recovery-factor.js';
export type { BeginAnswer, Challenge, FactorAnswer, FactorRequest, SecondFactor, Shown } from './second-factor.js';
export { isEnough, phoneCounts, usableOf } from './strength.js';
export type { LimitAnswer } from './throttle/durable-limit.js';
export { Throttle } from './throttle/throttle.js';
export { matchTotp, newTotpKey, spendStep, TOTP_DIGITS, totpUri } from './totp/totp.js';
export { TotpEnrolment, type TotpEnrolmentDeps } from './totp/totp-enrolment.js';
export { TotpFactor, type TotpFactorDeps } from './totp/totp-factor.js';
