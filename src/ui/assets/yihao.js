// Comfort only: every page works without this file.

// Read out what is wrong first.
document.querySelector('[data-focus]')?.focus();

// Show and hide a password.
for (const button of document.querySelectorAll('.govuk-password-input__toggle')) {
  const input = document.getElementById(button.getAttribute('aria-controls'));
  const show = (visible) => {
    input.type = visible ? 'text' : 'password';
    button.textContent = visible ? button.dataset.hide : button.dataset.show;
    button.setAttribute('aria-label', visible ? button.dataset.hideLabel : button.dataset.showLabel);
  };
  button.hidden = false;
  button.addEventListener('click', () => show(input.type === 'password'));
  // A shown password would be offered by the browser as ordinary text next time.
  input.form?.addEventListener('submit', () => show(false));
}

// One press sends a form once. The page coming back from the browser's memory may send it again.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
}
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

// Wait for what is confirmed on another device, and go on by itself.
for (const waiting of document.querySelectorAll('[data-wait]')) {
  const { wait, here, over } = waiting.dataset;
  const end = Date.now() + 150_000;
  const look = async () => {
    const answer = await fetch(wait).catch(() => undefined);
    const { state } = answer?.ok ? await answer.json() : { state: 'waiting' };
    if (state === 'answered') return waiting.closest('form').requestSubmit();
    if (state === 'waiting' && Date.now() < end) return setTimeout(look, 2000);
    waiting.textContent = over;
  };
  waiting.textContent = here;
  setTimeout(look, 2000);
}

// A public terminal goes back to its start when nobody touches it, and shows nobody the page of the one before.
const terminal = document.querySelector('.yihao-terminal');
if (terminal) {
  const { idle, start, stay } = terminal.dataset;
  const alert = terminal.querySelector('[role=alert]');
  const warning = terminal.querySelector('template');
  const leave = () => location.replace(start);
  let touched = Date.now();
  let asked = touched;
  const touch = () => {
    touched = Date.now();
    alert.replaceChildren();
    if (!stay || touched - asked < 60_000) return;
    asked = touched;
    const form = new URLSearchParams({ _csrf: document.querySelector('[name=_csrf]').value, ends: 'session' });
    fetch(stay, { method: 'POST', body: form }).catch(() => undefined);
  };
  for (const use of ['keydown', 'pointerdown', 'input']) document.addEventListener(use, touch);
  setInterval(() => {
    const left = Number(idle) * 1000 - (Date.now() - touched);
    if (left <= 0) leave();
    else if (left <= 60_000 && warning && !alert.hasChildNodes()) alert.append(warning.content.cloneNode(true));
  }, 1000);
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) leave();
  });
}

// Warn before a time is over, and give more of it. By this machine's own clock, which also runs while it sleeps.
for (const warning of document.querySelectorAll('[data-warn-in]')) {
  const status = warning.querySelector('[role=status]');
  const template = warning.querySelector('template');
  let due;
  const wait = (seconds) => {
    due = Date.now() + seconds * 1000;
  };
  const look = () => {
    if (Date.now() < due) return;
    due = Infinity;
    status.replaceChildren(template.content.cloneNode(true));
  };
  wait(Number(warning.dataset.warnIn));
  look();
  setInterval(look, 1000);
  status.addEventListener('click', async ({ target }) => {
    const { moreTime, ends, failed } = target.dataset;
    if (!moreTime) return;
    target.disabled = true;
    const form = new URLSearchParams({ _csrf: document.querySelector('[name=_csrf]').value, ends });
    const answer = await fetch(moreTime, { method: 'POST', body: form }).catch(() => undefined);
    const given = answer?.ok ? await answer.json() : undefined;
    status.textContent = given ? given.given : failed;
    if (!given) return;
    warning.parentElement.querySelector('[data-until]').textContent = given.until;
    template.content.querySelector('p').textContent = given.soon;
    if (given.more) wait(given.warnIn);
  });
}

// Follow what is being done in the background, until the page no longer says so.
for (const part of document.querySelectorAll('[data-follow]')) {
  const look = async () => {
    const answer = await fetch(part.dataset.follow).catch(() => undefined);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const now = page.querySelector('[data-follow]');
    if (!now) return location.assign(part.dataset.follow);
    // Said only where it changed: it is read out.
    if (now.textContent !== part.textContent) part.replaceChildren(...now.childNodes);
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}
