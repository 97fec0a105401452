import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BunPlugin } from 'bun'
import type { BrowserContext } from 'playwright-core'
import { buildWeb } from '#bin/build.ts'

const longWords: BunPlugin = {
  name: 'longer words',
  setup(build) {
    build.onLoad({ filter: /[\\/]web[\\/]words[\\/]en[^\\/]*\.ts$/ }, async ({ path: file }) => {
      const source = await Bun.file(file).text()
      const [, name] = /^export const (en\w*): \w+ = \{$/m.exec(source) ?? []
      if (!name) return { contents: source, loader: 'ts' }
      const kit = JSON.stringify(path.join(import.meta.dir, 'longer-words.ts'))
      const short = source.replace(`export const ${name}:`, `const short_${name}:`)
      return {
        contents: `import { longer } from ${kit}\n${short}\nexport const ${name} = longer(short_${name})`,
        loader: 'ts',
      }
    })
  },
}

/** The programs of the page with longer words in place of the English ones (longer-words.ts). Dispose of it when done. */
export class LongWordsPage {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'teahouse-long-words-'))
  #main = ''
  #words = ''

  async build(): Promise<void> {
    const { js, files } = await buildWeb(path.join(this.#folder, 'web'), { dev: true, plugins: [longWords] })
    this.#main = path.basename(js)
    this.#words = path.basename(Object.keys(files).find((name) => /\/words-en\..*js$/.test(name)) ?? '')
  }

  /** From now on whoever comes in this context gets these programs; all else is the server's. */
  async serve(context: BrowserContext): Promise<void> {
    const assets = path.join(this.#folder, 'web/assets')
    await context.route('**/assets/*.js', (route) => {
      const asked = path.basename(new URL(route.request().url()).pathname)
      // The server's page names its own first ones, which have other hashes.
      const first = asked.startsWith('words-en.') ? this.#words : this.#main
      const isHere = existsSync(path.join(assets, asked))
      return route.fulfill({
        contentType: 'text/javascript',
        // Under two names it would run twice.
        ...(isHere ? { path: path.join(assets, asked) } : { body: `export * from ${JSON.stringify(`./${first}`)}` }),
      })
    })
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
