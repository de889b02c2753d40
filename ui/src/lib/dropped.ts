// Files that are dropped on the window. Only their bytes go to Rust; the page may open nothing by itself.

import type { DroppedFile } from '$/bindings/DroppedFile';
import type { Failure } from '$/host';

/** Reads a file that was dropped. One of more than `most` bytes is not even read, and fails with `tooLarge`, a code. */
export async function readDropped(file: File, most: number, tooLarge: string): Promise<DroppedFile> {
  if (file.size > most) throw { code: tooLarge, params: { name: file.name } } satisfies Failure;
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, content: String(reader.result).split(',')[1] ?? '' });
    reader.onerror = () => reject({ code: 'file_unreadable', params: { name: file.name } } satisfies Failure);
    reader.readAsDataURL(file);
  });
}
