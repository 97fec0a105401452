import { expect, test } from 'bun:test'
import { reallyHost } from '#protocol/links.ts'
import { parseMarkup, plainText } from '#protocol/markup.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { gifPicture } from '#tests/kit/make-pictures.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { sendFiles } from '#tests/kit/send-files.ts'

const house = openHouse()

/** Ways into a page that trusts text, as text, as attribute and as address. */
const seeds = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://example.com/"onmouseover="alert(1)',
  "https://example.com/'onmouseover='alert(1)",
  'https://example.com/<img src=x onerror=alert(1)>',
  'https://user:password@example.com/',
  'http://[::1]/\u202Egpj.exe',
  'https://example.com/‮cod.exe',
  '<style>*{display:none}</style>',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href=https://evil.example/>',
  '<form action=https://evil.example><input name=x></form>',
  '<body onload=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<template><script>alert(1)</script></template>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#x3C;img src=x onerror=alert(1)&#x3E;',
  '\u0024{alert(1)}',
  '{{constructor.constructor("alert(1)")()}}',
  '__proto__',
  'constructor',
  '</textarea><script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '<!--<img src="--><img src=x onerror=alert(1)//">',
  '<x contenteditable onfocus=alert(1) autofocus>',
  '\u2028alert(1)\u2029',
  '<a href="vbscript:msgbox(1)">x</a>',
  'ftp://example.com/',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](https://example.com/"onmouseover="alert(1))',
  '[<img src=x onerror=alert(1)>](https://example.com/)',
  '[bank.example](https://evil.example/)',
  '||<svg onload=alert(1)>||',
  '> <iframe srcdoc=x>',
  '- <base href=//evil.example>',
  '```html\n<script>alert(1)</script>\n```',
  '```"><img src=x onerror=alert(1)>\nx\n```',
  '/me <script>alert(1)</script>',
  'file:///etc/passwd',
]
const wraps = [
  (text: string) => text,
  (text: string) => `before ${text} after`,
  (text: string) => `[${text}](${text})`,
  (text: string) => `**${text}** \`${text}\``,
  (text: string) => text.toUpperCase(),
]
const vectors = seeds.flatMap((seed) => wraps.map((wrap) => wrap(seed)))

/** What the page shows of a text: its words without marks, and where a link really leads. */
function shownText(vector: string): string {
  const markup = parseMarkup(vector)
  const link = (words: string, href: string) => {
    const host = reallyHost(words, href)
    return host === null || /^https?:/i.test(words) ? words : `${words} (${host})`
  }
  // The sign of a list is drawn, and is no text.
  const text = plainText(markup, { link })
  return `${markup.action ? 'Mallory ' : ''}${markup.blocks[0]?.kind === 'list' ? text.replace(/^- /, '') : text}`
}

/** Everything on the page that text should never have become. */
function breaches({ page }: Visitor): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) found.push(`${element.tagName} has ${name}`)
        if (
          /^(href|src|action|formaction|xlink:href|srcdoc)$/.test(name) &&
          /^\s*(javascript|vbscript|data|file|ftp):/i.test(value)
        ) {
          found.push(`${element.tagName} has ${name}=${value}`)
        }
      }
      if (
        /^(IFRAME|OBJECT|EMBED|BASE|META|STYLE|FORM|TEMPLATE|DETAILS|MATH|IMG)$/.test(element.tagName) &&
        element.closest('[role=log], aside, dialog')
      ) {
        found.push(`a ${element.tagName} in the room`)
      }
      if (element instanceof HTMLScriptElement && !element.src.startsWith(location.origin)) found.push('a script')
      if (element instanceof HTMLAnchorElement && element.closest('[role=log]')) {
        if (!/^(https?|mailto):$/.test(element.protocol)) found.push(`a link to ${element.href}`)
        for (const word of ['noopener', 'nofollow', 'ugc'])
          if (!element.relList.contains(word)) found.push(`a link without ${word}`)
      }
    }
    return found
  })
}

test('[UX-13] [D-22] 200 hostile texts are text', async () => {
  expect(vectors.length).toBeGreaterThanOrEqual(200)
  const room = newRoom()
  const mallory = await house.guest({ name: 'Mallory', room })
  const ada = await house.enter('Ada Safe', { path: `/r/${room}` })
  const reports = await ada.page.evaluateHandle(() => {
    const violated: string[] = []
    document.addEventListener('securitypolicyviolation', (event) =>
      violated.push(`${event.violatedDirective} ${event.blockedURI}`),
    )
    return violated
  })
  const foreign: string[] = []
  ada.page.on('request', (request) => request.url().startsWith(house.server.url) || foreign.push(request.url()))
  ada.page.on('dialog', (dialog) => {
    foreign.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  await mallory.tells([...vectors, 'that is all'])
  await ada.sees('that is all')
  const texts = await ada.texts()
  // A long text is folded, and NFC or white space at its ends may change on the way: the rest is letter for letter.
  const wanted = vectors.map((vector) => shownText(vector.normalize('NFC')).trim())
  expect(texts.slice(0, -1).map((text) => text.trim())).toEqual(wanted.slice(-texts.length + 1))
  expect(await breaches(ada)).toEqual([])
  expect(await reports.jsonValue()).toEqual([])
  expect(foreign).toEqual([])
})

test('[UX-13] [D-22] hostile names are text, in list, log, card and announcer', async () => {
  const room = newRoom()
  const names = ['<b onclick=x>Eve', '"onload="alert(1)', "'; alert(1)//", '<svg onload=x>', '\u0024{7*7} {{7*7}}']
  const ada = await house.enter('Ada Named', { path: `/r/${room}` })
  for (const name of names) {
    const guest = await house.guest({ name, room })
    await guest.says(`I am ${name}`)
  }
  await ada.sees(`I am ${names.at(-1)}`)
  expect(await breaches(ada)).toEqual([])
  await ada.counts(names.length + 1)
  expect(await ada.people.count()).toBe(names.length)
  for (const row of await ada.people.all()) {
    await row.getByRole('button').click()
    await ada.dialog.waitFor()
    expect(await breaches(ada)).toEqual([])
    await ada.page.keyboard.press('Escape')
    await ada.dialog.waitFor({ state: 'detached' })
  }
})

test.each([
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "' onload='alert(1)",
  'javascript:alert(1)',
  '{{7*7}}',
  '%00',
])('[UX-13] [D-22] a hostile address of a room is text: %s', async (name) => {
  const ada = await house.visit({ path: `/r/${encodeURIComponent(name)}` })
  // Either such a room may be, and asks for a name, or the page says that it may not.
  await ada.dialog.or(ada.page.getByText(ada.words.state.badRoom)).first().waitFor()
  expect(await breaches(ada)).toEqual([])
})

test('the policy is in force: what a hole would try is stopped', async () => {
  const ada = await house.enter('Ada Policy', { path: `/r/${newRoom()}` })
  const stopped = await ada.page.evaluate(async () => {
    const violated: string[] = []
    const both = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        if (violated.push(effectiveDirective) === 2) resolve()
      })
    })
    const image = new Image()
    image.src = 'https://example.com/x.png'
    document.body.append(image)
    await fetch('https://example.com/').catch(() => {})
    await both
    return violated
  })
  expect(stopped).toContain('connect-src')
  expect(stopped).toContain('img-src')
  const inserted = await ada.page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML('beforeend', '<b>x</b>')
      return true
    } catch {
      return false
    }
  })
  expect(inserted).toBe(false)
  ada.complaints.length = 0
})

test('[T-37] a worker or a script of our origin is made of no file, whatever it says of itself', async () => {
  const room = newRoom()
  const mallory = await house.guest({ name: 'Mallory Files', room })
  const script = '=1;globalThis.hacked=1;'
  const both = Buffer.concat([Buffer.from('GIF89a/*'), gifPicture().subarray(8), Buffer.from(`*/${script}`)])
  await sendFiles(house.server.url, mallory, [
    { name: 'worker.js', bytes: Buffer.from('self.onfetch = () => {}') },
    { name: 'both.gif', bytes: both },
  ])
  const ada = await house.enter('Ada Asks', { path: `/r/${room}`, worker: true })
  await ada.page.locator('.picture-here').waitFor()
  const [link, image] = [ada.page.locator('a.file'), ada.page.locator('.picture img')]
  const files = [await link.getAttribute('href'), (await image.getAttribute('src'))?.replace('/thumb', '')]
  // A page of ours without a policy, as none is: only what the file says of itself holds it back.
  const bare = await ada.context.newPage()
  await bare.route('**/bare', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
  await bare.goto(`${house.server.url}/bare`)
  const came = await bare.evaluate(
    (all) =>
      Promise.all(
        all.map(async (file) => {
          const src = file ?? ''
          const ran = await new Promise((resolve) => {
            const element = Object.assign(document.createElement('script'), { src })
            element.onload = () => resolve('ran')
            element.onerror = () => resolve('refused')
            document.head.append(element)
          })
          const kept = await navigator.serviceWorker.register(src, { scope: src }).then(
            () => 'kept',
            (error: DOMException) => error.name,
          )
          return [ran, kept, 'hacked' in globalThis]
        }),
      ),
    files,
  )
  expect(came).toEqual(files.map(() => ['refused', 'SecurityError', false]))
})
