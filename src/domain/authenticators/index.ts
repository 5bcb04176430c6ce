export type * from './authenticator.js';
export {
  type AddResult,
  type AuthenticatorStores,
  Authenticators,
  type AuthenticatorsDeps,
  type ChangeOutcome,
  FRESH_SECONDS,
  hasRoom,
  type NewAuthenticator,
  type RemoveOutcome,
} from './authenticators.js';
export { AUTHENTICATOR_NAMES } from './authenticators.messages.js';
export { checkPassword, type PasswordVerdict } from './check-password.js';
export type { LimitAnswer } from './durable-limit.js';
export type {
  FirstAnswer,
  FirstBegun,
  FirstFactor,
  FirstRequest,
  ShownElsewhere,
} from './first-factor.js';
export { KNOWN_DEVICE_DAYS, KnownDevices } from './known-devices.js';
export {
  type DerivedKeys,
  type OneTimeCodeSettings,
  OneTimeCodes,
  type SendAnswer,
  type SendCode,
  type VerifyAnswer,
  type VerifyCode,
} from './one-time-codes.js';
export {
  type LinkOutcome,
  OutsideAccounts,
  type OutsideBegun,
} from './outside-accounts.js';
export { OutsideLogin } from './outside-login.js';
export type { OutsideAnswer, OutsideProvider, OutsideQuestion } from './outside-provider.js';
export { type PasskeyData, passkeyData, type RelyingParty, relyingParty } from './passkey.js';
export { PasskeyChallenges } from './passkey-challenges.js';
export { PasskeyCheck } from './passkey-check.js';
export { type EnrolOutcome, PasskeyEnrolment } from './passkey-enrolment.js';
export { PasskeyFactor, PasskeyLogin } from './passkey-factors.js';
export { normalisePassword, type PasswordHasher } from './password-hasher.js';
export {
  type LentSession,
  QR_CODE_DIGITS,
  QR_NUMBER_DIGITS,
  type QrConfirmation,
  QrLogin,
  type QrLoginDeps,
  type ScreenLook,
  type WaitingScreen,
} from './qr-login.js';
export { codeDigest, codeSetOf, RecoveryCodes, type RecoveryCodesDeps, spendRecoveryCode } from './recovery-codes.js';
export { RecoveryFactor, type RecoveryFactorDeps } from './recovery-factor.js';
export {
  type AvailableFactor,
  type BeginAnswer,
  type Challenge,
  type FactorAnswer,
  type FactorRequest,
  Factors,
  type SecondFactor,
  type Shown,
} from './second-factor.js';
export { SmsFactor, type SmsFactorDeps } from './sms-factor.js';
export { isEnough, phoneCounts, usableOf } from './strength.js';
export { Throttle, type ThrottleSettings } from './throttle.js';
export { matchTotp, newTotpKey, spendStep, TOTP_DIGITS, totpUri } from './totp.js';
export { TotpEnrolment, type TotpEnrolmentDeps } from './totp-enrolment.js';
export { TotpFactor, type TotpFactorDeps } from './totp-factor.js';
