import { usePage, useText } from '../page/environment.js';
import { PASSKEY_FAILED, PASSKEY_UNSUPPORTED } from '../ui.messages.js';

/**
 * Where the page's script puts what a passkey answers, as `code`; it sends the form by itself then. The name keeps the
 * answer from being shown again.
 * @param how `get`: when the form is sent. `create`: a new one, then. `offer`: when the browser's own list is used in
 *   the login name's field, or the button `way`
 */
export function WebauthnField({
  how,
  options,
  way,
}: {
  how: 'get' | 'create' | 'offer';
  options: string;
  way?: string;
}) {
  const { asset } = usePage().ctx.state;
  const t = useText();
  return (
    <>
      <input type="hidden" name="code" {...{ [`data-webauthn-${how}`]: options }} data-way={way} />
      <div
        role="alert"
        class="yihao-webauthn__said"
        data-failed={t(PASSKEY_FAILED)}
        data-unsupported={t(PASSKEY_UNSUPPORTED)}
      />
      <script src={asset('webauthn.min.js')} defer />
      <script src={asset('passkey.js')} defer />
    </>
  );
}
