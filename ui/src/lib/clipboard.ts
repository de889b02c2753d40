// Copying a text, also where the system's clipboard is closed to the page.

/** Copies `text`. Where that may not be, what is selected is copied: all of `shown`, which stands on the screen, or a passing field. */
export async function copyText(text: string, shown?: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (shown) {
      getSelection()?.selectAllChildren(shown);
      document.execCommand('copy');
    } else copyUnseen(text);
  }
}

function copyUnseen(text: string): void {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.style.cssText = 'position: fixed; opacity: 0';
  document.body.append(field);
  field.focus();
  field.select();
  document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
}
