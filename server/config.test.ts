import { expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { ConfigError, declaredLimits, declaredSettings, readConfig } from './config.ts'
import { oneLetterOff } from './kit/settings.ts'

type Environment = Record<string, string>

const read = (env: Environment = {}) => readConfig(env, '/srv/teahouse')
/** The sentence that stops the start, or '' when nothing does. */
function sentence(env: Environment): string {
  try {
    read(env)
    return ''
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

test('an empty environment is a good one', () => {
  expect(read()).toEqual({
    port: 3000,
    host: '0.0.0.0',
    dataDir: '/srv/teahouse/data',
    database: { kind: 'sqlite', path: '/srv/teahouse/data/teahouse.sqlite' },
    files: null,
    publicUrl: null,
    basePath: '',
    allowedOrigins: [],
    trustedProxies: [],
    roomTitle: '茶馆 Teahouse',
    classic: true,
    cards: { on: true, allowPrivate: false },
    push: { on: true, contact: null, afterMs: 8_000, allowPrivate: false },
    writeMicroseconds: 7,
    logLevel: 'info',
    logFormat: 'json',
    limits: {
      messagesBurst: 10,
      messagesPerSecond: 1,
      roomMessagesPerSecond: 1_000,
      changesBurst: 20,
      changesPerSecond: 2,
      commandsBurst: 60,
      commandsPerSecond: 30,
      floodPerSecond: 200,
      roomsPerHour: 5,
      chatsPerHour: 5,
      connections: 10_000,
      connectionsPerPerson: 10,
      connectionsPerAddress: 500,
      pendingPerAddress: 50,
      guestsPerAddressBurst: 200,
      guestsPerAddressPerMinute: 100,
      guestsPerNetBurst: 1_000,
      guestsPerNetPerMinute: 300,
      requestsBurst: 6_000,
      requestsPerSecond: 600,
      fileReadsBurst: 600,
      fileReadsPerSecond: 60,
      joinsBurst: 10,
      joinsPerSecond: 1,
      historyBurst: 20,
      historyPerSecond: 10,
      searchesBurst: 5,
      searchesPerSecond: 2,
      renamesPerMinute: 6,
      exportsPerHour: 4,
      exportsAtOnce: 2,
      exportsPerPerson: 2,
      exportsOpen: 32,
      erasuresPerHour: 10,
      uploadsBurst: 20,
      uploadsPerMinute: 10,
      uploadsOpen: 20,
      slicesPerPerson: 6,
      slicesPerAddress: 24,
      uploadBytesPerSecond: 33_554_432,
      slicesAtOnce: 64,
      fileBytes: 26_214_400,
      personFilesBytes: 1_073_741_824,
      roomFilesBytes: 5_368_709_120,
      houseFilesBytes: 21_474_836_480,
      freeDiskBytes: 536_870_912,
      typingPerMinute: 20,
      writeQueue: 10_000,
      writeQueueBytes: 16_777_216,
      backlogBytes: 1_048_576,
    },
  })
})

test('an empty value and white space are not set', () => {
  const blank = Object.fromEntries([...declaredSettings, ...declaredLimits].map(({ name }) => [name, ' ']))
  expect(read(blank)).toEqual(read())
})

test('every value can be told', () => {
  const config = read({
    PORT: ' 0 ',
    HOST: '::1',
    DATA_DIR: '/var/tea',
    PUBLIC_URL: 'https://Example.com/tea/',
    BASE_PATH: '/tea/',
    ALLOWED_ORIGINS: 'https://A.example, null, http://localhost:8080/, https://a.example:443',
    TRUSTED_PROXIES: 'loopback, 10.0.0.0/8, FD00::/8, 192.0.2.1',
    ROOM_TITLE: 'Cafe\u0301',
    CLASSIC: 'off',
    LOG_LEVEL: 'debug',
    LOG_FORMAT: 'pretty',
    LIMIT_MESSAGES_PER_SECOND: '0.5',
  })
  expect(config).toMatchObject({
    port: 0,
    host: '::1',
    dataDir: '/var/tea',
    database: { kind: 'sqlite', path: '/var/tea/teahouse.sqlite' },
    basePath: '/tea',
    allowedOrigins: ['https://a.example', 'null', 'http://localhost:8080'],
    trustedProxies: ['127.0.0.0/8', '::1', '10.0.0.0/8', 'fd00::/8', '192.0.2.1'],
    roomTitle: 'Café',
    classic: false,
    logLevel: 'debug',
    logFormat: 'pretty',
    limits: { messagesPerSecond: 0.5 },
  })
  expect(config.publicUrl?.href).toBe('https://example.com/tea/')
})

test('a database has a relative or an absolute path', () => {
  expect(read({ DATABASE_URL: 'sqlite://db/tea.sqlite' }).database.path).toBe('/srv/teahouse/db/tea.sqlite')
  expect(read({ DATABASE_URL: 'sqlite:///db/tea.sqlite', DATA_DIR: 'x' }).database.path).toBe('/db/tea.sqlite')
})

test('Postgres is refused in a sentence, and no password is repeated', () => {
  expect(sentence({ DATABASE_URL: 'postgres://tea:geheim@db/tea' })).toContain('is not built yet')
  expect(sentence({ DATABASE_URL: 'postgresql://tea:geheim@db/tea' })).toContain('is not built yet')
  for (const url of [
    'postgres://tea:geheim@db/tea',
    'mysql://tea:geheim@db',
    'mysql://tea:ge@heim@db',
    'tea:geheim@db',
  ]) {
    for (const name of ['DATABASE_URL', 'PUBLIC_URL', 'ALLOWED_ORIGINS']) {
      expect(sentence({ [name]: url })).not.toMatch(/geheim|heim@/)
      expect(sentence({ [name]: url })).toContain(name)
    }
  }
})

const wrong: Record<string, string[]> = {
  PORT: ['http', '-1', '65536', '30.5', '3000 3001', '0x10', '1e3', '٣'],
  HOST: ['0.0.0.0:3000', '[::1]', 'a b', '-a', '256.0.0.1', 'http://x', '1.2.3'],
  DATA_DIR: ['~/tea', 'a\0b', 'a\nb'],
  DATABASE_URL: [
    'sqlite',
    'sqlite:',
    'sqlite://',
    'sqlite:///',
    'sqlite://a/',
    'sqlite://:memory:',
    'sqlite://a?b',
    'a.db',
  ],
  PUBLIC_URL: ['chat.example.com', 'ftp://a', 'https://', 'https://a/?', 'https://a/#', 'https://u:p@a', 'https:\\\\a'],
  BASE_PATH: ['tea', '//tea', '/tea//', '/../x', '/a/..', '/.', '/a b', '/茶', '/%2e', '/a?b'],
  ALLOWED_ORIGINS: [
    '*',
    'https://*.example',
    'example.com',
    'https://a/b',
    'https://a?b',
    'null2',
    'https://a,ftp://b',
    'x:y@z',
  ],
  TRUSTED_PROXIES: [
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0',
    'proxy',
    'fe80::1%eth0',
    '1.2.3.4/',
    '*',
  ],
  ROOM_TITLE: ['x'.repeat(49), '茶'.repeat(49), 'a\nb', 'a\u0007b', 'a\ud800b'],
  CLASSIC: ['yes', 'ON', 'true', '0'],
  LOG_LEVEL: ['INFO', 'trace'],
  LOG_FORMAT: ['text'],
  LIMIT_MESSAGES_BURST: ['0', '-1', 'none', 'Infinity', '1.5', '1000001'],
  LIMIT_MESSAGES_PER_SECOND: ['0', '0.01', 'off', '1.'],
  LIMIT_WRITE_QUEUE_BYTES: ['1', '16MiB'],
}

test('a wrong value stops the start with one sentence: what was read, where, what is expected', () => {
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const said = sentence({ [name]: value })
      expect([name, value, said]).toEqual([
        name,
        value,
        expect.stringMatching(new RegExp(`^${name} in the environment .*expected\\.$`)),
      ])
      expect(said).not.toMatch(/\p{Cc}/u)
    }
  }
})

test('[HOUSE-12] no limit can be switched off', () => {
  for (const { name } of declaredLimits) {
    for (const value of ['0', '-1', 'off', 'Infinity', 'NaN', '999999999999']) {
      expect([name, value, sentence({ [name]: value })]).toEqual([
        name,
        value,
        expect.stringContaining(' is expected.'),
      ])
    }
  }
})

test('a value at its bound is taken', () => {
  expect(read({ PORT: '65535' }).port).toBe(65_535)
  expect(read({ ROOM_TITLE: '茶'.repeat(48) }).roomTitle).toBe('茶'.repeat(48))
  expect(read({ LIMIT_MESSAGES_BURST: '1000000' }).limits.messagesBurst).toBe(1_000_000)
})

test('values that contradict each other stop the start', () => {
  expect(sentence({ PUBLIC_URL: 'https://a.example/tea' })).toContain('BASE_PATH is ""')
  expect(sentence({ PUBLIC_URL: 'https://a.example', BASE_PATH: '/tea' })).toContain('BASE_PATH is "/tea"')
  expect(sentence({ PUBLIC_URL: 'https://a.example/tea', BASE_PATH: '/tea' })).toBe('')
  expect(sentence({ LIMIT_FLOOD_PER_SECOND: '20' })).toContain('LIMIT_COMMANDS_PER_SECOND')
})

test('a name one letter off a known one stops the start and names it', () => {
  const misspelt: [string, string][] = [
    ['PROT', 'PORT'],
    ['POR', 'PORT'],
    ['PORTT', 'PORT'],
    ['HOTS', 'HOST'],
    ['DATADIR', 'DATA_DIR'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['ALLOWED_ORIGIN', 'ALLOWED_ORIGINS'],
    ['TRUSTED_PROXIE', 'TRUSTED_PROXIES'],
    ['ROOM_TITEL', 'ROOM_TITLE'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['LIMIT_MESSAGE_BURST', 'LIMIT_MESSAGES_BURST'],
  ]
  for (const [name, meant] of misspelt) {
    expect(sentence({ [name]: 'x' })).toStartWith(`${name} in the environment is not a setting of Teahouse: ${meant} `)
    expect(sentence({ [name]: '' })).toBe('')
  }
  expect(sentence({ LIMIT_TEA: '3' })).toStartWith('LIMIT_TEA in the environment')
})

test('[T-53] what is told of a name is one line, without a mark that a terminal obeys', () => {
  const said = sentence({ 'LIMIT_\u001b[2J\n\u202eX': 'x' })
  expect(said).toStartWith('LIMIT_?[2J??X in the environment is not a setting of Teahouse')
  expect(sentence({ [`LIMIT_${'X'.repeat(5_000)}`]: 'x' }).length).toBeLessThan(400)
})

test('names that systems set for themselves stop nothing', () => {
  const names = (
    'HOME HOSTNAME HOSTTYPE PORTS PORT0 PORT1 HOSTS CHOST RHOST LHOST PATH PWD OLDPWD SHELL TERM USER LOGNAME LANG LC_ALL ' +
    'TZ TMPDIR EDITOR PAGER MAIL DISPLAY SHLVL _ LS_COLORS SSH_TTY XDG_DATA_DIRS XDG_DATA_HOME PGDATA PGHOST PGPORT MYSQL_HOST ' +
    'DB_PORT DB_HOST REDIS_URL NODE_ENV NODE_PATH BUN_INSTALL CI npm_config_port npm_package_name INIT_CWD COLOR FORCE_COLOR ' +
    'KUBERNETES_PORT KUBERNETES_SERVICE_HOST TEAHOUSE_PORT INVOCATION_ID JOURNAL_STREAM NOTIFY_SOCKET STATE_DIRECTORY ' +
    'LOGS_DIRECTORY HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy BASH_ENV CLASSPATH DYNO WEB_CONCURRENCY RAILWAY_PUBLIC_DOMAIN'
  ).split(' ')
  expect(sentence(Object.fromEntries(names.map((name) => [name, '1'])))).toBe('')
})

test('our own names are not one letter off each other', () => {
  const names = [...declaredSettings, ...declaredLimits].map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const a of names) expect(names.filter((b) => oneLetterOff(a, b))).toEqual([])
})

test('one letter off is an insertion, a deletion, a replacement or a swap, and looks the same from both sides', () => {
  const letter = fc.constantFrom('A', 'B', '_')
  const word = fc.array(letter, { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(word, fc.nat(), letter, (letters, anywhere, other) => {
      const at = anywhere % letters.length
      const changed = [
        letters.toSpliced(at, 0, other),
        letters.toSpliced(at, 1),
        letters.toSpliced(at, 1, other),
        letters.toSpliced(at, 2, ...letters.slice(at, at + 2).reverse()),
      ]
      const own = letters.join('')
      for (const one of changed.map((parts) => parts.join(''))) {
        expect([own, one, oneLetterOff(own, one), oneLetterOff(one, own)]).toEqual([own, one, one !== own, one !== own])
      }
    }),
  )
  expect(oneLetterOff('PORT', 'PATH')).toBe(false)
  expect(oneLetterOff('PORT', 'TROP')).toBe(false)
  expect(oneLetterOff('ABCD', 'BADC')).toBe(false)
})

test('whatever the environment holds, the answer is a configuration or one sentence', () => {
  const name = fc.oneof(
    fc.constantFrom(...[...declaredSettings, ...declaredLimits].map((setting) => setting.name)),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.dictionary(name, fc.string({ unit: 'binary' })), (env) => {
      expect(sentence(env)).not.toMatch(/\n/)
    }),
  )
})

test('push: switched off, named to push services, later, and for tests inwards', () => {
  expect(read({ PUSH: 'off' })).toMatchObject({ push: { on: false } })
  expect(read({ PUBLIC_URL: 'https://chat.example.com' })).toMatchObject({
    push: { contact: 'https://chat.example.com' },
  })
  expect(read({ PUBLIC_URL: 'http://chat.example.com' })).toMatchObject({ push: { contact: null } })
  const settings = { PUSH_CONTACT: 'mailto:ada@example.com', PUSH_AFTER_SECONDS: '0.5', PUSH_ALLOW_PRIVATE: 'on' }
  expect(read({ ...settings, PUBLIC_URL: 'https://chat.example.com' })).toMatchObject({
    push: { contact: 'mailto:ada@example.com', afterMs: 500, allowPrivate: true },
  })
  for (const contact of ['ada@example.com', 'http://example.com', 'mailto:', 'mailto:a b@example.com'])
    expect(sentence({ PUSH_CONTACT: contact })).toContain('PUSH_CONTACT')
})

const bucket = { FILES_URL: 's3://tea/house', S3_ACCESS_KEY_ID: 'KEY', S3_SECRET_ACCESS_KEY: 'a-long/secret+1' }

test('files in a bucket', () => {
  const place = { bucket: 'tea', prefix: 'house/', endpoint: null, region: 'us-east-1' }
  const keys = { accessKeyId: 'KEY', secretAccessKey: 'a-long/secret+1' }
  expect(read(bucket).files).toEqual({ ...place, ...keys })
  const elsewhere = { ...bucket, FILES_URL: 's3://tea', S3_ENDPOINT: 'http://127.0.0.1:9000/', S3_REGION: 'auto' }
  expect(read(elsewhere).files).toMatchObject({ prefix: '', endpoint: 'http://127.0.0.1:9000', region: 'auto' })
})

test.each([
  [{ FILES_URL: 'https://tea/house' }, 'FILES_URL in the environment'],
  [{ FILES_URL: 's3://tea/../other' }, 'FILES_URL in the environment'],
  [{ FILES_URL: 's3://Tea' }, 'FILES_URL in the environment'],
  [{ FILES_URL: 's3://key:secret@tea' }, 'FILES_URL in the environment'],
  [{ ...bucket, S3_SECRET_ACCESS_KEY: '' }, 'S3_SECRET_ACCESS_KEY is not set'],
  [{ ...bucket, S3_ACCESS_KEY_ID: '' }, 'S3_ACCESS_KEY_ID is not set'],
  [{ ...bucket, S3_ENDPOINT: 'http://127.0.0.1:9000/tea' }, 'S3_ENDPOINT in the environment'],
  [{ ...bucket, S3_REGION: 'eu west' }, 'S3_REGION in the environment'],
  [{ ...bucket, FILES_URL: '' }, 'FILES_URL is not'],
  [{ ...bucket, S3_SECRET_ACCESS_KEY: 'a secret' }, 'S3_SECRET_ACCESS_KEY in the environment'],
])('[T-20] %j is refused, without a word of the secret', (env, words) => {
  expect(sentence(env)).toContain(words)
  expect(sentence(env)).not.toMatch(/a-long|a secret|key:secret/)
})
