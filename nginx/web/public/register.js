// The public pages work without this. It only copies: numbers, addresses, code.
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) continue; // a page that did not come by https
  const words = button.textContent;
  button.hidden = false;
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = '已复制';
    } catch {
      button.textContent = '未能复制，请手动选取';
    }
    setTimeout(() => (button.textContent = words), 2000);
  });
}
