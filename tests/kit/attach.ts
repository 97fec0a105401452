import type { Page, Request } from 'playwright-core'
import type { Visitor } from './page.ts'

export type Given = { name: string; type: string; bytes: Uint8Array }

/** Something of no known kind; its bytes differ, so that what arrives twice or out of order is seen. */
export const noise = (name: string, size: number): Given => ({
  name,
  type: 'application/octet-stream',
  bytes: new Uint8Array(size).map((_, at) => (at * 31 + (at >> 8)) % 256),
})

const packed = (files: readonly Given[]) =>
  files.map(({ name, type, bytes }) => ({ name, type, data: Buffer.from(bytes).toString('base64') }))
type Packed = ReturnType<typeof packed>

/** Pastes files into the text, as the clipboard gives them. */
export const pastes = (visitor: Visitor, ...files: readonly Given[]): Promise<void> =>
  visitor.composer.evaluate((field, held: Packed) => {
    const clipboardData = new DataTransfer()
    for (const { name, type, data } of held)
      clipboardData.items.add(new File([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))], name, { type }))
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, packed(files))

/** Holds files over the page (`dragover`), or lets them go there (`drop`). */
export const drags = (visitor: Visitor, what: 'dragover' | 'dragleave' | 'drop', ...files: readonly Given[]) =>
  visitor.page.evaluate(
    ([kind, held]) => {
      const dataTransfer = new DataTransfer()
      for (const { name, type, data } of held)
        dataTransfer.items.add(new File([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))], name, { type }))
      document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }))
    },
    [what, packed(files)] as const,
  )

/** Chooses files by the `+`, as with a pointer. */
export async function picks(visitor: Visitor, ...files: readonly Given[]): Promise<void> {
  const { page, words } = visitor
  await page.getByRole('button', { name: words.log.composer.attach, exact: true }).click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByText(words.uploads.pick, { exact: true }).click(),
  ])
  await chooser.setFiles(files.map(({ name, type, bytes }) => ({ name, mimeType: type, buffer: Buffer.from(bytes) })))
}

/** What asks the server for an upload, as it is asked: `PATCH 65536`. */
export function uploadsAsked(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request: Request) => {
    if (!/\/uploads(?:\/|$)/.test(request.url())) return
    asked.push(`${request.method()} ${request.headers()['upload-offset'] ?? ''}`.trim())
  })
  return asked
}
