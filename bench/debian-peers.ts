// Peers that Debian carries: measured where they are installed, never installed by us. Each runs as a plain process under the
// user of the bench, with a configuration that is written for it into its folder.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Contestant, Place } from './contestants.ts'

const nchanModule = '/usr/lib/nginx/modules/ngx_nchan_module.so'

/** They would give up a root's rights for those of a user of their own, who cannot come into our folder. */
const isRoot = process.getuid?.() === 0

/** Servers lie in folders where an ordinary user does not look. */
const programOf = (name: string): string | null =>
  Bun.which(name, { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin` })

const notInstalled = (what: string, packages: string): string => `${what} is not installed (Debian: ${packages})`

/** Writes a file into the server's folder and gives its path. */
function write({ folder }: Place, name: string, lines: readonly string[]): string {
  const file = path.join(folder, name)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

const nchan: Contestant = {
  key: 'nchan',
  name: 'nginx + Nchan',
  kind: 'peer',
  speech: 'posted',
  path: '/sub',
  command: [programOf('nginx') ?? 'nginx'],
  env: {},
  does: ['ordered'],
  note: 'said by POST, read over WebSocket, nothing buffered; one worker for its one core',
  configure(place) {
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `  ${name}_temp_path ${path.join(place.folder, name)};`,
    )
    const file = write(place, 'nginx.conf', [
      `load_module ${nchanModule};`,
      ...(isRoot ? ['user root;'] : []),
      'daemon off;',
      'worker_processes 1;',
      `pid ${path.join(place.folder, 'nginx.pid')};`,
      'error_log stderr error;',
      'events { worker_connections 60000; }',
      'http {',
      '  access_log off;',
      '  tcp_nodelay on;',
      '  keepalive_timeout 3600s;',
      '  keepalive_requests 1000000000;',
      '  nchan_shared_memory_size 128M;',
      ...paths,
      '  server {',
      `    listen 127.0.0.1:${place.port} backlog=4096;`,
      '    location = /sub { nchan_subscriber websocket; nchan_channel_id room; nchan_subscriber_first_message newest; }',
      '    location = /pub { nchan_publisher http; nchan_channel_id room; nchan_message_buffer_length 0; }',
      '  }',
      '}',
    ])
    return ['-p', place.folder, '-c', file, '-e', 'stderr']
  },
  missing: () =>
    programOf('nginx') && existsSync(nchanModule) ? null : notInstalled('nginx with Nchan', 'nginx libnginx-mod-nchan'),
}

const prosody: Contestant = {
  key: 'prosody',
  name: 'Prosody',
  kind: 'peer',
  speech: 'xmpp',
  path: '/xmpp-websocket',
  command: [programOf('prosody') ?? 'prosody'],
  env: {},
  does: ['checks', 'ordered', 'resumable', 'history'],
  note: 'a room (MUC) with archive, which is written and not synced; who comes is not told, as for large rooms',
  configure(place) {
    const data = path.join(place.folder, 'data')
    mkdirSync(data, { recursive: true })
    const file = write(place, 'prosody.cfg.lua', [
      `run_as_root = ${isRoot}`,
      'daemonize = false',
      `pidfile = ${JSON.stringify(path.join(place.folder, 'prosody.pid'))}`,
      `data_path = ${JSON.stringify(data)}`,
      'log = { warn = "*console" }',
      'modules_enabled = { "disco", "saslauth", "roster", "websocket", "smacks", "posix" }',
      'modules_disabled = { "s2s", "tls", "offline" }',
      'c2s_ports = {}',
      's2s_ports = {}',
      'https_ports = {}',
      `http_ports = { ${place.port} }`,
      'http_interfaces = { "127.0.0.1" }',
      'http_default_host = "localhost"',
      'consider_websocket_secure = true',
      'VirtualHost "localhost"',
      '  authentication = "anonymous"',
      'Component "rooms.localhost" "muc"',
      '  modules_enabled = { "muc_mam" }',
      '  muc_log_by_default = true',
      '  muc_room_locking = false',
      '  restrict_room_creation = false',
      // Else everybody is told of everybody: half a million stanzas to fill a room of 1,000.
      '  muc_room_default_presence_broadcast = { visitor = false, participant = false, moderator = true }',
    ])
    return ['-F', '--config', file]
  },
  missing: () => (programOf('prosody') ? null : notInstalled('Prosody', 'prosody')),
}

const mosquitto: Contestant = {
  key: 'mosquitto',
  name: 'Mosquitto, QoS 0',
  kind: 'peer',
  speech: 'mqtt-0',
  path: '/mqtt',
  command: [programOf('mosquitto') ?? 'mosquitto'],
  env: {},
  does: ['ordered'],
  note: 'MQTT over WebSocket, one topic',
  configure(place) {
    const file = write(place, 'mosquitto.conf', [
      ...(isRoot ? ['user root'] : []),
      // It ends when it listens to nothing but WebSocket.
      `listener 0 ${path.join(place.folder, 'mosquitto.socket')}`,
      `listener ${place.port} 127.0.0.1`,
      // Without it the address is passed over, and the whole network may come.
      'socket_domain ipv4',
      'protocol websockets',
      'allow_anonymous true',
      'persistence false',
      'set_tcp_nodelay true',
      // As installed it drops what is over 1,000 without a word.
      'max_queued_messages 100000',
      'log_dest stderr',
      'log_type error',
    ])
    return ['-c', file]
  },
  missing: () => (programOf('mosquitto') ? null : notInstalled('Mosquitto', 'mosquitto')),
}

const mosquitto1: Contestant = {
  ...mosquitto,
  key: 'mosquitto-1',
  name: 'Mosquitto, QoS 1',
  speech: 'mqtt-1',
  does: ['ordered', 'resumable'],
  note: 'each message acknowledged by the broker and by each reader; queues in memory',
}

export const debianPeers: readonly Contestant[] = [nchan, prosody, mosquitto, mosquitto1]

/** What is installed of them, as Debian names it. */
export function debianVersions(): Record<string, string> {
  if (!Bun.which('dpkg-query')) return {}
  const packages = ['nginx', 'libnginx-mod-nchan', 'prosody', 'mosquitto']
  const format = `${['db:Status-Status', 'Package', 'Version'].map((field) => `\${${field}}`).join(' ')}\n`
  const asked = Bun.spawnSync(['dpkg-query', '-W', '-f', format, ...packages], { stderr: 'ignore' })
  const found = [...asked.stdout.toString().matchAll(/^installed (\S+) (\S+)$/gm)]
  return Object.fromEntries(found.map(([, name = '', version = '']) => [name, version]))
}
