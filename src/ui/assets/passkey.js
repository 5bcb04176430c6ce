// Passkeys, on the pages that ask for one. Whoever has no script uses another way: the page says so.
const { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill, startAuthentication, startRegistration } =
  SimpleWebAuthnBrowser;

const offer = document.querySelector('[data-webauthn-offer]');
const wayOf = ({ form, dataset }) => form.querySelector(`button[name=way][value="${dataset.way}"]`);

async function ask({ dataset }) {
  const { webauthnCreate: create, webauthnGet: get, webauthnOffer: offered } = dataset;
  const optionsJSON = JSON.parse(create ?? get ?? offered);
  return JSON.stringify(await (create ? startRegistration({ optionsJSON }) : startAuthentication({ optionsJSON })));
}

/** The field that this press of a button is to fill; none where it is filled, or where another button was pressed. */
function fieldFor(form, submitter) {
  const field = form.querySelector('[data-webauthn-get], [data-webauthn-create], [data-webauthn-offer]');
  if (!field || field.value) return undefined;
  return field !== offer || submitter === wayOf(offer) ? field : undefined;
}

// Before the form's own listeners, so that a form that waits for the passkey does not count as sent.
document.addEventListener(
  'submit',
  async (event) => {
    const { target: form, submitter } = event;
    const field = fieldFor(form, submitter);
    if (!field) return;
    event.preventDefault();
    event.stopPropagation();
    const said = form.querySelector('.yihao-webauthn__said');
    said.textContent = '';
    if (!browserSupportsWebAuthn()) {
      said.textContent = said.dataset.unsupported;
      return;
    }
    try {
      field.value = await ask(field);
    } catch {
      said.textContent = said.dataset.failed;
      listen();
      return;
    }
    form.requestSubmit(submitter);
  },
  true,
);

// Passkeys among what the browser offers for the login name.
async function listen() {
  if (!offer || !(await browserSupportsWebAuthnAutofill())) return;
  const optionsJSON = JSON.parse(offer.dataset.webauthnOffer);
  // Ended when a button asks, or by the browser: then there is nothing to say.
  const answer = await startAuthentication({ optionsJSON, useBrowserAutofill: true }).catch(() => undefined);
  if (!answer) return;
  offer.value = JSON.stringify(answer);
  offer.form.requestSubmit(wayOf(offer));
}
listen();

// The page coming back from the browser's memory asks anew: what was answered is spent.
window.addEventListener('pageshow', () => {
  for (const field of document.querySelectorAll('[name=code][type=hidden]')) field.value = '';
});
