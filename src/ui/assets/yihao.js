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
