import { numberSetting, type Setting } from './settings.ts'

const MOST = 1_000_000
const KIB = 1024
const MIB = 1024 * KIB
const GIB = 1024 * MIB

/** messagesBurst → LIMIT_MESSAGES_BURST */
const nameOf = (key: string): string => `LIMIT_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

type Bounds = { min: number; max: number; fractions?: true }

const limit = (key: string, fallback: number, bounds: Bounds, [en, zh]: [string, string]): Setting<number> =>
  numberSetting({ name: nameOf(key), fallback: String(fallback), en, zh }, bounds)

const count = { min: 1, max: MOST }
const rate = { min: 0.1, max: MOST, fractions: true } as const

/** The defaults are those of threats.md 5. No bound can be switched off: each has a least and a most. */
export const limitSettings = {
  messagesBurst: limit('messagesBurst', 10, count, [
    'Messages that a person may send into a room at once.',
    '每人在一个房间里可以连续发送的消息数。',
  ]),
  messagesPerSecond: limit('messagesPerSecond', 1, rate, [
    'Messages a second that a person may send into a room after that.',
    '此后每人在一个房间里每秒可发送的消息数。',
  ]),
  roomMessagesPerSecond: limit('roomMessagesPerSecond', 1_000, count, [
    'Messages a second that all people of a room together may send into it; as many at once. `npx teahouse bench` says what this machine holds.',
    '一个房间里所有人合计每秒可发送的消息数，也是可以一次发送的数量。用 `npx teahouse bench` 可以测出本机能承受多少。',
  ]),
  changesBurst: limit('changesBurst', 20, count, [
    'Edits, erasures, reactions and pins that a person may make in a room at once.',
    '每人在一个房间里可以连续进行的修改、撤回、表情回应和置顶次数。',
  ]),
  changesPerSecond: limit('changesPerSecond', 2, rate, [
    'Edits, erasures, reactions and pins a second that a person may make in a room after that.',
    '此后每人在一个房间里每秒可进行的修改、撤回、表情回应和置顶次数。',
  ]),
  commandsBurst: limit('commandsBurst', 60, count, [
    'Commands that a connection may send at once.',
    '每个连接可以连续发出的命令数。',
  ]),
  commandsPerSecond: limit('commandsPerSecond', 30, rate, [
    'Commands a second that a connection may send after that; more are refused.',
    '此后每个连接每秒可发出的命令数，超出的会被拒绝。',
  ]),
  floodPerSecond: limit('floodPerSecond', 200, { min: 10, max: MOST }, [
    'Commands, pings and pongs a second that, kept up for 10 seconds, close the connection with 4429, as do ten times as many in one second. At least LIMIT_COMMANDS_PER_SECOND.',
    '持续 10 秒每秒的命令、ping 和 pong 合计超过此数的连接会被关闭（4429），一秒内达到其十倍也会。不得小于 LIMIT_COMMANDS_PER_SECOND。',
  ]),
  roomsPerHour: limit('roomsPerHour', 5, count, [
    'Rooms that a guest may make in an hour.',
    '每位访客每小时可以新建的房间数。',
  ]),
  chatsPerHour: limit('chatsPerHour', 5, count, [
    'Private chats that a guest may make in an hour.',
    '每位访客每小时可以新建的私聊数。',
  ]),
  connections: limit('connections', 10_000, count, [
    'Connections of all people together; more are refused. Each takes a file descriptor. `npx teahouse bench` says how many this machine holds.',
    '所有人合计可以同时打开的连接数，超出的会被拒绝。每个连接占用一个文件描述符。用 `npx teahouse bench` 可以测出本机能承受多少。',
  ]),
  connectionsPerPerson: limit('connectionsPerPerson', 10, count, [
    'Connections that a person may have open: tabs and devices.',
    '每人可以同时打开的连接数（标签页和设备）。',
  ]),
  connectionsPerAddress: limit('connectionsPerAddress', 500, count, [
    'Connections from one address (IPv6: one /64). A school behind one address must still get in.',
    '同一地址（IPv6 为一个 /64）可以同时打开的连接数。整所学校可能共用一个地址，不要设得太小。',
  ]),
  pendingPerAddress: limit('pendingPerAddress', 50, count, [
    'Connections from one address that have not said hello yet.',
    '同一地址尚未完成 hello 的连接数。',
  ]),
  guestsPerAddressBurst: limit('guestsPerAddressBurst', 200, count, [
    'New guests from one address (IPv6: one /64) at once.',
    '同一地址（IPv6 为一个 /64）可以一次新增的访客数。',
  ]),
  guestsPerAddressPerMinute: limit('guestsPerAddressPerMinute', 100, rate, [
    'New guests a minute from one address after that.',
    '此后同一地址每分钟可新增的访客数。',
  ]),
  guestsPerNetBurst: limit('guestsPerNetBurst', 1_000, count, [
    'New guests from one net (IPv4: one /24, IPv6: one /48) at once.',
    '同一网段（IPv4 为一个 /24，IPv6 为一个 /48）可以一次新增的访客数。',
  ]),
  guestsPerNetPerMinute: limit('guestsPerNetPerMinute', 300, rate, [
    'New guests a minute from one net after that.',
    '此后同一网段每分钟可新增的访客数。',
  ]),
  requestsBurst: limit('requestsBurst', 6_000, count, [
    'Requests from one address (IPv6: one /64) at once: all but the files of the page itself, which cost next to nothing.',
    '同一地址（IPv6 为一个 /64）可以一次发出的请求数；页面自身的静态文件几乎没有成本，不计入。',
  ]),
  requestsPerSecond: limit('requestsPerSecond', 600, rate, [
    'Requests a second from one address after that.',
    '此后同一地址每秒可发出的请求数。',
  ]),
  fileReadsBurst: limit('fileReadsBurst', 600, count, [
    'Files, pictures of cards and emoticons that a person may get at once.',
    '每人可以连续读取的文件、卡片图片和表情数。',
  ]),
  fileReadsPerSecond: limit('fileReadsPerSecond', 60, rate, [
    'Files, pictures of cards and emoticons a second that a person may get after that.',
    '此后每人每秒可读取的文件、卡片图片和表情数。',
  ]),
  joinsBurst: limit('joinsBurst', 10, count, ['Rooms that a person may join at once.', '每人可以连续加入房间的次数。']),
  joinsPerSecond: limit('joinsPerSecond', 1, rate, [
    'Rooms a second that a person may join after that.',
    '此后每人每秒可加入房间的次数。',
  ]),
  historyBurst: limit('historyBurst', 20, count, [
    'Pages of history that a person may read at once; a room that is joined once more on the same connection counts as one. As many lists of whom it ignores.',
    '每人可以连续翻看的历史页数；在同一连接上重新加入一个房间算一页。读取自己的屏蔽名单也按此数限制。',
  ]),
  historyPerSecond: limit('historyPerSecond', 10, rate, [
    'Pages of history a second that a person may read after that.',
    '此后每人每秒可翻看的历史页数。',
  ]),
  searchesBurst: limit('searchesBurst', 5, count, [
    'Searches that a person may make at once.',
    '每人可以连续搜索的次数。',
  ]),
  searchesPerSecond: limit('searchesPerSecond', 2, rate, [
    'Searches a second that a person may make after that.',
    '此后每人每秒可以搜索的次数。',
  ]),
  renamesPerMinute: limit('renamesPerMinute', 6, rate, [
    'Changes of name or bowl a minute that a person may make.',
    '每人每分钟可以更改名字或茶碗的次数。',
  ]),
  exportsPerHour: limit('exportsPerHour', 4, count, [
    'Exports of rooms that a person may download in an hour.',
    '每人每小时可以导出聊天室的次数。',
  ]),
  exportsAtOnce: limit('exportsAtOnce', 2, count, [
    'Pages of exports that the server makes at the same time; the others wait for their turn.',
    '服务器同时生成的导出页数，其余的排队等候。',
  ]),
  exportsPerPerson: limit('exportsPerPerson', 2, count, [
    'Exports that a person may have open at once; more are refused as busy.',
    '每人可以同时进行的导出数，超出的会以 busy 拒绝。',
  ]),
  exportsOpen: limit('exportsOpen', 32, count, [
    'Exports of all people that may be open at once; one more takes the place of who has most of them, or is refused as busy.',
    '所有人可以同时进行的导出总数；满了时，新的导出会顶替占用最多者最早的一个，否则以 busy 拒绝。',
  ]),
  erasuresPerHour: limit('erasuresPerHour', 10, count, [
    'Times an hour that a person may ask for all its messages to be deleted.',
    '每人每小时可以要求删除自己全部消息的次数。',
  ]),
  uploadsBurst: limit('uploadsBurst', 20, count, [
    'Files that a person may begin to upload at once.',
    '每人可以连续开始上传的文件数。',
  ]),
  uploadsPerMinute: limit('uploadsPerMinute', 10, rate, [
    'Files a minute that a person may begin to upload after that.',
    '此后每人每分钟可以开始上传的文件数。',
  ]),
  uploadsOpen: limit('uploadsOpen', 20, count, [
    'Files of a person that may be on their way at the same time, also those that it has stopped sending.',
    '每人同时在途的文件数，包括已停止发送的。',
  ]),
  slicesPerPerson: limit('slicesPerPerson', 6, count, [
    'Requests with bytes of files that a person may have open at once; more are refused as busy.',
    '每人可以同时打开的上传请求数，超出的会以 busy 拒绝。',
  ]),
  slicesAtOnce: limit('slicesAtOnce', 64, count, [
    'Requests with bytes of files that the server reads at the same time; more are refused as busy.',
    '服务器同时读取的上传请求数，超出的会以 busy 拒绝。',
  ]),
  slicesPerAddress: limit('slicesPerAddress', 24, count, [
    'Requests with bytes of files that one address (IPv6: one /64) may have open at once; more are refused as busy.',
    '同一地址（IPv6 为一个 /64）可以同时打开的上传请求数，超出的会以 busy 拒绝。',
  ]),
  uploadBytesPerSecond: limit('uploadBytesPerSecond', 32 * MIB, { min: 64 * KIB, max: 4 * GIB }, [
    'Bytes of files a second that the server takes from all together: a crowd that uploads does not hold up the chat.',
    '服务器每秒一共接收的上传字节数：再多人上传也不会拖慢聊天。',
  ]),
  fileBytes: limit('fileBytes', 25 * MIB, { min: 64 * KIB, max: 4 * GIB }, [
    'Bytes of one file.',
    '单个文件的最大字节数。',
  ]),
  personFilesBytes: limit('personFilesBytes', GIB, { min: MIB, max: 900 * GIB }, [
    'Bytes of all files that a person has sent. What it deletes counts no more.',
    '每人发送过的全部文件的总字节数；删除后不再计入。',
  ]),
  roomFilesBytes: limit('roomFilesBytes', 5 * GIB, { min: MIB, max: 900 * GIB }, [
    'Bytes of all files of a room.',
    '每个房间的全部文件的总字节数。',
  ]),
  houseFilesBytes: limit('houseFilesBytes', 20 * GIB, { min: MIB, max: 900 * GIB }, [
    'Bytes of all files of the installation.',
    '整个安装的全部文件的总字节数。',
  ]),
  freeDiskBytes: limit('freeDiskBytes', 512 * MIB, { min: MIB, max: 900 * GIB }, [
    'Bytes of the disk that files leave free: uploads stop before the chat has to.',
    '磁盘上为聊天保留的空闲字节数：空间不足时先停止上传。',
  ]),
  typingPerMinute: limit('typingPerMinute', 20, rate, [
    'How often a minute a person may say that it is writing.',
    '每人每分钟可以发出“正在输入”的次数。',
  ]),
  writeQueue: limit('writeQueue', 10_000, { min: 100, max: MOST }, [
    'Commands that wait to be stored; more are refused as busy.',
    '等待写入的命令数，超出的会以 busy 拒绝。',
  ]),
  writeQueueBytes: limit('writeQueueBytes', 16 * MIB, { min: 256 * KIB, max: 1024 * MIB }, [
    'Bytes of commands that wait to be stored; more are refused as busy.',
    '等待写入的命令字节数，超出的会以 busy 拒绝。',
  ]),
  backlogBytes: limit('backlogBytes', MIB, { min: 128 * KIB, max: 64 * MIB }, [
    'Bytes that may wait for a slow reader before its connection is closed as resumable.',
    '读得慢的连接可以积压的字节数，超出后断开，之后可以续传。',
  ]),
}
