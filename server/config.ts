import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { characters } from '#protocol/text.ts'
import { limitSettings } from './kit/limit-settings.ts'
import { filesPlace, s3Settings } from './kit/s3-settings.ts'
import {
  ConfigError,
  choiceSetting,
  type Environment,
  listSetting,
  numberSetting,
  readSettings,
  refuseMisspelt,
  type Setting,
} from './kit/settings.ts'

export { ConfigError } from './kit/settings.ts'

export const ROOM_TITLE_CHARS = 48
/** `loopback` in TRUSTED_PROXIES stands for these. */
const LOOPBACK = ['127.0.0.0/8', '::1']

const dataDir: Setting<string> = {
  name: 'DATA_DIR',
  fallback: './data',
  expects: 'a folder, relative to where Teahouse is started or absolute (a leading ~ is the shell’s, not ours)',
  en: 'Folder that holds everything that must survive: the database and the secret that signs sessions. One process a folder.',
  zh: '数据文件夹：数据库和会话签名密钥都在这里。一个文件夹只能由一个进程使用。',
  read: (text, refuse) => (text.startsWith('~') || hasControl(text) ? refuse() : text),
}

/** The path as written, or null for the default inside DATA_DIR. */
const database: Setting<string | null> = {
  name: 'DATABASE_URL',
  fallback: '',
  fallbackWords: '`sqlite://<DATA_DIR>/teahouse.sqlite`',
  expects: 'sqlite://folder/file.sqlite or sqlite:///absolute/file.sqlite',
  en: 'The database: `sqlite://` and a path, relative to where Teahouse is started, or absolute with a third slash.',
  zh: '数据库地址：`sqlite://` 加路径。相对路径从启动位置算起，绝对路径写三个斜杠。',
  read(text, refuse) {
    if (text === '') return null
    if (/^postgres(ql)?:/.test(text)) throw new ConfigError(POSTGRES_LATER)
    const path = /^sqlite:\/\/([^?#]*[^?#/])$/.exec(text)?.[1]
    if (path === ':memory:') return refuse('sqlite:// and a file, because what is only in memory would be lost,')
    return path === undefined || hasControl(path) ? refuse() : path
  },
}
const POSTGRES_LATER =
  'DATABASE_URL in the environment begins with postgres, which is not built yet: a sqlite:// address, or none, is expected.'

const publicUrl: Setting<URL | null> = {
  name: 'PUBLIC_URL',
  fallback: '',
  fallbackWords: 'not set: what the browser says',
  expects: 'an address such as https://chat.example.com, with nothing after the path',
  en: 'The address that people type, where a proxy stands in front. Its path must be BASE_PATH.',
  zh: '用户访问的网址；前面有反向代理时设置。其中的路径须与 BASE_PATH 一致。',
  read(text, refuse) {
    if (text === '') return null
    const url = webUrl(text)
    return url && url.search + url.hash === '' && !/[?#]/.test(text) ? url : refuse()
  },
}

const basePath: Setting<string> = {
  name: 'BASE_PATH',
  fallback: '',
  fallbackWords: 'not set: the root',
  expects: 'a path such as /chat, of letters, digits, - _ ~ and .',
  en: 'Where on the host Teahouse lives, when it shares it with others.',
  zh: '与其他站点共用一个域名时，茶馆所在的路径。',
  read(text, refuse) {
    const path = text.replace(/\/$/, '')
    return /^(\/(?!\.{1,2}(\/|$))[\w~.-]{1,64}){0,8}$/.test(path) ? path : refuse()
  },
}

const host: Setting<string> = {
  name: 'HOST',
  fallback: '0.0.0.0',
  expects: 'an address or a name of this machine, such as 0.0.0.0, ::, 127.0.0.1 or localhost',
  en: 'The address to listen on: `0.0.0.0` for everybody, `127.0.0.1` for this machine alone.',
  zh: '监听地址：`0.0.0.0` 对所有人开放，`127.0.0.1` 只限本机。',
  read: (text, refuse) => (isIP(text) || isHostName(text) ? text : refuse()),
}

const roomTitle: Setting<string> = {
  name: 'ROOM_TITLE',
  fallback: '茶馆 Teahouse',
  expects: `a title of 1 to ${ROOM_TITLE_CHARS} characters`,
  en: `Title of the lobby, 1 to ${ROOM_TITLE_CHARS} characters.`,
  zh: `大厅的名称，1 到 ${ROOM_TITLE_CHARS} 个字符。`,
  read: (text, refuse) =>
    characters(text) > ROOM_TITLE_CHARS || hasControl(text) || !text.isWellFormed() ? refuse() : text.normalize('NFC'),
}

const allowedOrigins = listSetting(
  {
    name: 'ALLOWED_ORIGINS',
    fallback: '',
    fallbackWords: 'none',
    expects: 'a comma list of origins such as https://example.com or http://localhost:8080 (or the word null)',
    en: 'Other origins whose pages may connect, comma-separated and exact; our own page is always allowed. `null` allows pages opened from a file.',
    zh: '允许连接的其他来源，用逗号分隔，须完全一致；本站页面始终允许。`null` 表示允许从本地文件打开的页面。',
  },
  (part, refuse) => {
    if (part === 'null') return ['null']
    const url = webUrl(part)
    return url && /^https?:\/\/[^/?#*]+\/?$/i.test(part) ? [url.origin] : refuse()
  },
)

const trustedProxies = listSetting(
  {
    name: 'TRUSTED_PROXIES',
    fallback: '',
    fallbackWords: 'none',
    expects: 'a comma list of addresses and networks such as 10.0.0.2, 192.168.0.0/16, fd00::/8 or the word loopback',
    en: 'Proxies whose X-Forwarded-For is believed, comma-separated: addresses, networks, or `loopback`. From anybody else it is not read.',
    zh: '可信的反向代理（地址、网段或 `loopback`，用逗号分隔），只采信它们给出的 X-Forwarded-For。',
  },
  (part, refuse) => (part === 'loopback' ? LOOPBACK : isNetwork(part) ? [part.toLowerCase()] : refuse()),
)

/** As a push service takes it (RFC 8292); a mail address is checked no further than that it could be one. */
const pushContact: Setting<string | null> = {
  name: 'PUSH_CONTACT',
  fallback: '',
  fallbackWords: 'PUBLIC_URL, where it is https',
  expects: 'mailto: and an address, or an https address',
  en: 'Whom a push service may write to when something is wrong with our pushes: `mailto:you@example.com` or an https address. Apple’s takes none without it.',
  zh: '推送服务发现问题时可以联系谁：`mailto:you@example.com` 或 https 网址。苹果的推送服务要求必须有。',
  read(text, refuse) {
    if (text === '') return null
    if (/^mailto:[^\s@,;<>"]{1,64}@[a-z0-9.-]{3,190}$/i.test(text)) return text
    return webUrl(text)?.protocol === 'https:' ? text : refuse()
  },
}

const settings = {
  port: numberSetting(
    {
      name: 'PORT',
      fallback: '3000',
      en: 'The port to listen on; `0` takes any free one.',
      zh: '监听端口；`0` 表示任选一个空闲端口。',
    },
    { min: 0, max: 65_535 },
  ),
  host,
  dataDir,
  database,
  ...s3Settings,
  publicUrl,
  basePath,
  allowedOrigins,
  trustedProxies,
  roomTitle,
  classic: choiceSetting(
    {
      name: 'CLASSIC',
      fallback: 'on',
      en: 'Whether the tutorial’s own page may connect, to `/` without a subprotocol.',
      zh: '是否允许教程原来的页面连接（`/`，不带子协议）。',
    },
    ['on', 'off'],
  ),
  push: choiceSetting(
    {
      name: 'PUSH',
      fallback: 'on',
      en: 'Whether people may have messages for them pushed to their browsers (Web Push). With `off` nothing ever leaves for a push service.',
      zh: '是否允许把发给某人的消息推送到其浏览器（Web Push）。设为 `off` 时不会向任何推送服务发送内容。',
    },
    ['on', 'off'],
  ),
  pushContact,
  pushAfterSeconds: numberSetting(
    {
      name: 'PUSH_AFTER_SECONDS',
      fallback: '8',
      en: 'How long a message for somebody may be unread before it is pushed.',
      zh: '发给某人的消息多久未读才推送（秒）。',
    },
    { min: 0, max: 3_600, fractions: true },
  ),
  pushAllowPrivate: choiceSetting(
    {
      name: 'PUSH_ALLOW_PRIVATE',
      fallback: 'off',
      en: 'For tests only: push also to addresses of this machine and of private networks, over http and on any port. Whoever may subscribe can then make the server send requests there.',
      zh: '仅供测试：也允许向本机和内网地址推送（http、任意端口）。开启后，能订阅的人就能让服务器向这些地址发请求。',
    },
    ['off', 'on'],
  ),
  linkCards: choiceSetting(
    {
      name: 'LINK_CARDS',
      fallback: 'on',
      en: 'Whether the server asks the pages that people link to for their title and picture, in rooms that want it. With `off` it asks none.',
      zh: '是否由服务器读取聊天中所贴链接的标题和图片，做成卡片（各房间可自行关闭）。设为 `off` 时不会访问任何网页。',
    },
    ['on', 'off'],
  ),
  linkCardsAllowPrivate: choiceSetting(
    {
      name: 'LINK_CARDS_ALLOW_PRIVATE',
      fallback: 'off',
      en: 'For tests only: ask also pages of this machine and of private networks, on any port. Whoever may write can then read their titles.',
      zh: '仅供测试：也读取本机和内网的网页（任意端口）。开启后，能发言的人就能看到这些网页的标题。',
    },
    ['off', 'on'],
  ),
  writeMicroseconds: numberSetting(
    {
      name: 'WRITE_MICROSECONDS',
      fallback: '7',
      en: 'What one frame to one connection costs of a core, in microseconds, as `npx teahouse bench` measures it: a large room gathers what is said for so long that one takes a fifth of a core.',
      zh: '向一个连接发送一帧要占用处理器多少微秒，可用 `npx teahouse bench` 测出：大房间会把消息攒一会儿再一起发出，使单个房间最多占用五分之一个核。',
    },
    { min: 0.5, max: 200, fractions: true },
  ),
  logLevel: choiceSetting(
    {
      name: 'LOG_LEVEL',
      fallback: 'info',
      en: 'The least important lines that are written.',
      zh: '日志级别。',
    },
    ['error', 'warn', 'info', 'debug'],
  ),
  logFormat: choiceSetting(
    {
      name: 'LOG_FORMAT',
      fallback: 'json',
      en: '`json`: one object a line, for machines. `pretty`: for the eye, while developing.',
      zh: '`json`：每行一个对象，供机器读取；`pretty`：开发时给人看。',
    },
    ['json', 'pretty'],
  ),
}

/** Names one letter off ours that belong to somebody else: shells, Gentoo, Marathon, PAM, Metasploit, virtual hosts. */
const OTHERS: ReadonlySet<string> = new Set([
  'HOME',
  'HOSTNAME',
  'HOSTS',
  'PORTS',
  'CHOST',
  'RHOST',
  'LHOST',
  'VHOST',
  ...Array.from({ length: 10 }, (_, digit) => `PORT${digit}`),
  ...Array.from({ length: 10 }, (_, digit) => `HOST${digit}`),
])

type Values<Table> = { -readonly [Key in keyof Table]: Table[Key] extends Setting<infer T> ? T : never }
export type Limits = Readonly<Values<typeof limitSettings>>
export type Config = Readonly<
  Omit<Values<typeof settings>, 'database' | 'classic' | 'filesUrl' | `${'s3' | 'push' | 'linkCards'}${string}`> & {
    database: { kind: 'sqlite'; path: string }
    /** Null: beside the database. */
    files: ReturnType<typeof filesPlace>
    classic: boolean
    cards: Readonly<{ on: boolean; allowPrivate: boolean }>
    push: Readonly<{ on: boolean; contact: string | null; afterMs: number; allowPrivate: boolean }>
    limits: Limits
  }
>

/** Every setting, in the order of the reference (docs/configuration.md). */
export const declaredSettings: readonly Omit<Setting<unknown>, 'read'>[] = Object.values(settings)
export const declaredLimits: readonly Omit<Setting<unknown>, 'read'>[] = Object.values(limitSettings)

/**
 * Decides the configuration once, from the environment and the folder that relative paths start from. Throws
 * `ConfigError`, one sentence, for a value that cannot be read, for values that contradict each other and for a
 * misspelt name. Touches no file.
 */
export function readConfig(env: Environment, cwd: string): Config {
  const known = [...declaredSettings, ...declaredLimits].map((setting) => setting.name)
  refuseMisspelt(env, { known, others: OTHERS, family: 'LIMIT_' })
  const read = readSettings<Values<typeof settings>>(settings, env)
  const limits = readSettings<Values<typeof limitSettings>>(limitSettings, env)
  requireSamePath(read.publicUrl, read.basePath)
  if (limits.floodPerSecond < limits.commandsPerSecond) throw new ConfigError(FLOOD_BELOW_RATE)
  const folder = resolve(cwd, read.dataDir)
  const { push, pushContact, pushAfterSeconds, pushAllowPrivate, ...withFiles } = read
  const { filesUrl, s3Endpoint, s3Region, s3AccessKeyId, s3SecretAccessKey, ...withCards } = withFiles
  const { linkCards, linkCardsAllowPrivate, ...others } = withCards
  return {
    ...others,
    dataDir: folder,
    database: {
      kind: 'sqlite',
      path: read.database === null ? join(folder, 'teahouse.sqlite') : resolve(cwd, read.database),
    },
    files: filesPlace({ filesUrl, s3Endpoint, s3Region, s3AccessKeyId, s3SecretAccessKey }),
    classic: read.classic === 'on',
    cards: { on: linkCards === 'on', allowPrivate: linkCardsAllowPrivate === 'on' },
    push: {
      on: push === 'on',
      contact: pushContact ?? (read.publicUrl?.protocol === 'https:' ? read.publicUrl.origin : null),
      afterMs: pushAfterSeconds * 1_000,
      allowPrivate: pushAllowPrivate === 'on',
    },
    limits,
  }
}
const FLOOD_BELOW_RATE =
  'LIMIT_FLOOD_PER_SECOND in the environment is below LIMIT_COMMANDS_PER_SECOND, but at least as much is expected.'

function requireSamePath(url: URL | null, path: string): void {
  if (!url || url.pathname.replace(/\/$/, '') === path) return
  throw new ConfigError(
    `PUBLIC_URL in the environment has the path "${url.pathname}", but BASE_PATH is "${path}": the same path is expected in both.`,
  )
}

/** Addresses with a name or password, and schemes other than the web's, are none. */
function webUrl(text: string): URL | null {
  const url = /^https?:\/\/[^\s\\]+$/i.test(text) ? URL.parse(text) : null
  return url && url.username + url.password === '' ? url : null
}

/** An address, or a network with 1 bit or more: /0 would believe everybody (T-29). */
function isNetwork(text: string): boolean {
  const [, address = '', bits] = /^([0-9a-f:.]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? []
  const family = isIP(address)
  if (family === 0) return false
  return bits === undefined || (Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128))
}

const isHostName = (text: string): boolean =>
  text.length <= 253 &&
  /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text) &&
  !/^[\d.]+$/.test(text)

const hasControl = (text: string): boolean => /\p{Cc}/u.test(text)
