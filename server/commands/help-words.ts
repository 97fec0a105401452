export type HelpLanguage = 'zh' | 'en'
export type HelpEntry = { usage: string; short: string; more: readonly string[] }

const en = {
  head: 'Teahouse: chat rooms for the web.',
  ask: '`npx teahouse help <command>` says more.',
  exits: 'Exit codes: 0 done, or sound; 1 not done, or something is wrong; 2 asked wrongly, or cannot be read.',
  commands: {
    serve: {
      usage: 'teahouse serve',
      short: 'runs the house, as `npm start` does',
      more: [
        'Settings come from the environment: docs/configuration.md.',
        '',
        '  PORT=8080 DATA_DIR=/srv/tea npx teahouse serve',
      ],
    },
    backup: {
      usage: 'teahouse backup [file or folder] [--data folder]',
      short: 'the whole house in one file, also while it runs',
      more: [
        'Database, files (also those of FILES_URL), secret and push key, as one tar. Without a name it is called after the time.',
        'It has its name only when all of it is on the disk. Never takes the place of another file. Exit code 1 also where a file of a',
        'message was lost before: then all else is in the backup.',
        '',
        '  npx teahouse backup /mnt/backups',
        '  DATA_DIR=/srv/tea npx teahouse backup tea.tar',
      ],
    },
    restore: {
      usage: 'teahouse restore <file> [--into folder] [--force] [--with-faults]',
      short: 'a house out of a backup',
      more: [
        'Into the data folder, or the one of --into, which has to be empty or not there. --force moves aside what is there. Everything',
        'is held against the sums of the backup and looked through as by `verify` before it takes its place; --with-faults takes it',
        'though something is wrong. Every room gets a new epoch: pages that have seen later messages start over.',
        '',
        '  npx teahouse restore tea.tar',
        '  npx teahouse restore tea.tar --into /srv/tea-as-of-monday',
      ],
    },
    verify: {
      usage: 'teahouse verify [--quick] [--data folder]',
      short: 'holds the house against its promises, also while it runs',
      more: [
        'Numbers without holes, events that clients understand, states that are what their events make of them, erased words that are',
        'gone, one message for each send, indexes, search, and the bytes of every file. --quick reads no file and no index through.',
        'Changes nothing. 0: sound. 1: something is wrong, each in a sentence. 2: it cannot be read.',
        '',
        '  npx teahouse verify --quick',
      ],
    },
    export: {
      usage: 'teahouse export <room address> [file] [--data folder] | --all <folder>',
      short: 'a room as an archive: a page, data, and its files',
      more: [
        'The address is the part behind /r/, or the id of the room; `lobby` is the lobby. --all: every room, an archive each, private ones and chats',
        'too.',
        '',
        '  npx teahouse export tea tea.zip',
        '  npx teahouse export --all /mnt/rooms',
      ],
    },
    import: {
      usage: 'teahouse import <file> [--data folder]',
      short: 'an exported room (.zip, .ndjson) becomes a room again',
      more: [
        'A new room, in this house or another one; the server has to be stopped. Order, times, files and what was erased stay, numbers are new; its people are names that',
        'belong to nobody here. The same file a second time is told, and does nothing.',
        '',
        '  npx teahouse import tea.zip',
      ],
    },
    bench: {
      usage: 'teahouse bench [--quick] [--yes] [--json] [--write] [--seconds n] [--port n] [--data folder]',
      short: 'how many people this machine holds, and what gives out first',
      more: [
        'Starts a second server with your settings, another port, and a fresh folder on the same disk, plays a crowd against it for 3',
        'minutes (--quick: 40 s; --seconds: as many), and takes all of it away again. The running server and its data are not touched, but share',
        'processor and disk: where people are connected it asks first; --yes says yes. Says what it recommends as lines of a configuration;',
        '--write puts them into the file .env of the program. --json: everything for a program.',
        '0: measured. 1: could not be measured. 2: measured, and this machine holds less than the limits allow now (or asked wrongly).',
        '',
        '  npx teahouse bench --quick',
        '  npx teahouse bench --yes --json > held.json',
      ],
    },
    version: { usage: 'teahouse version', short: 'which one this is', more: [] },
    help: { usage: 'teahouse help [command]', short: 'this', more: [] },
  },
}

type Help = typeof en
export type CommandName = keyof Help['commands']

const zh: { [Key in keyof Help]: Key extends 'commands' ? Record<CommandName, HelpEntry> : string } = {
  head: '茶馆 Teahouse：网页聊天室。',
  ask: '`npx teahouse help <命令>` 查看详细说明。',
  exits: '退出码：0 完成，或一切正常；1 没有完成，或发现问题；2 用法不对，或无法读取。',
  commands: {
    serve: {
      usage: 'teahouse serve',
      short: '运行服务器，与 `npm start` 相同',
      more: ['设置来自环境变量，见 docs/configuration.md。', '', '  PORT=8080 DATA_DIR=/srv/tea npx teahouse serve'],
    },
    backup: {
      usage: 'teahouse backup [文件或文件夹] [--data 文件夹]',
      short: '把全部数据备份成一个文件，运行中也可以',
      more: [
        '数据库、文件（包括 FILES_URL 里的）、密钥和推送密钥，合成一个 tar。不写名字就用当前时间命名。',
        '全部写到磁盘之后才会出现这个文件；从不覆盖已有文件。若有消息里的文件早已丢失，退出码也是 1，其余内容仍在备份中。',
        '',
        '  npx teahouse backup /mnt/backups',
        '  DATA_DIR=/srv/tea npx teahouse backup tea.tar',
      ],
    },
    restore: {
      usage: 'teahouse restore <文件> [--into 文件夹] [--force] [--with-faults]',
      short: '从备份恢复',
      more: [
        '恢复到数据文件夹，或 --into 指定的文件夹；该文件夹须为空或不存在。--force 会把原有内容移到一边，不会删除。',
        '先逐一核对校验和，再像 `verify` 那样检查，然后才整体就位；--with-faults 表示有问题也照样恢复。',
        '每个房间都会换新的纪元（epoch）：看过更晚消息的页面会自动重新开始。',
        '',
        '  npx teahouse restore tea.tar',
        '  npx teahouse restore tea.tar --into /srv/tea-as-of-monday',
      ],
    },
    verify: {
      usage: 'teahouse verify [--quick] [--data 文件夹]',
      short: '检查数据是否完好，运行中也可以',
      more: [
        '编号没有缺口，事件符合协议，消息状态与事件一致，删除的文字确已消失，一次发送只有一条消息，索引、搜索，以及每个文件的内容。',
        '--quick 不逐字节读文件和索引。不做任何改动。0：完好；1：有问题，每个问题一句话；2：无法读取。',
        '',
        '  npx teahouse verify --quick',
      ],
    },
    export: {
      usage: 'teahouse export <房间地址> [文件] [--data 文件夹] | --all <文件夹>',
      short: '把一个房间导出成压缩包：网页、数据和其中的文件',
      more: [
        '地址是 /r/ 后面的部分，也可以写房间 id；`lobby` 是大厅。--all：导出所有房间，每个一个压缩包，包括私密房间和私聊。',
        '',
        '  npx teahouse export tea tea.zip',
        '  npx teahouse export --all /mnt/rooms',
      ],
    },
    import: {
      usage: 'teahouse import <文件> [--data 文件夹]',
      short: '把导出的房间（.zip、.ndjson）变回房间',
      more: [
        '成为本站或另一个站的新房间；须先停止服务器。顺序、时间、文件都保留，已删除的仍是已删除，编号重新排列；其中的人只留名字，不属于这里的任何人。',
        '同一个文件导入第二次会提示，不做任何事。',
        '',
        '  npx teahouse import tea.zip',
      ],
    },
    bench: {
      usage: 'teahouse bench [--quick] [--yes] [--json] [--write] [--seconds 秒数] [--port 端口] [--data 文件夹]',
      short: '测出本机能容纳多少人，以及最先撑不住的是什么',
      more: [
        '用同样的配置、另一个端口和同一块磁盘上的新文件夹再启动一个服务器，模拟人群约 3 分钟（--quick：40 秒；--seconds：自定秒数），结束后全部清除。',
        '正在运行的服务器及其数据不会被改动，但会共用处理器和磁盘：有人在线时会先询问，--yes 表示同意。',
        '推荐值以配置行的形式给出，--write 会写入程序文件夹里的 .env；--json 输出供程序读取的全部结果。',
        '0：已测量；1：无法测量；2：已测量，但本机承受不了当前的限额（或用法不对）。',
        '',
        '  npx teahouse bench --quick',
        '  npx teahouse bench --yes --json > held.json',
      ],
    },
    version: { usage: 'teahouse version', short: '查看版本', more: [] },
    help: { usage: 'teahouse help [命令]', short: '本说明', more: [] },
  },
}

const words = { zh, en }

/** As the environment has it: LC_ALL before LC_MESSAGES before LANG, as everywhere. */
export const languageOf = (env: Readonly<Record<string, string | undefined>>): HelpLanguage =>
  /^zh/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'zh' : 'en'

export const isCommand = (name: string): name is CommandName => Object.hasOwn(en.commands, name)

/** All commands, a line each; or everything about one. */
export function helpText(language: HelpLanguage, command: CommandName | null): string {
  const { head, ask, exits, commands } = words[language]
  if (command !== null) {
    const { usage, short, more } = commands[command]
    return [usage, '', short, ...(more.length > 0 ? ['', ...more] : [])].join('\n')
  }
  const lines = Object.entries(commands).map(([name, { short }]) => `  ${name.padEnd(9)}${short}`)
  return [head, '', ...lines, '', ask, exits].join('\n')
}
