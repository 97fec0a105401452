import { bestOf, gib, gigabits, megabytes, ms, n, percent } from './figures.ts'
import type { Cause } from './judge.ts'
import { type LadderName, SMALL_ROOM } from './ladders.ts'
import type { About, BenchWords } from './words-en.ts'

export const zh: BenchWords = {
  connected: (people) =>
    people === 'unknown'
      ? '这个数据文件夹上有服务器正在运行，可能有人在线。'
      : `这个数据文件夹上有服务器正在运行，现有 ${n(people)} 个连接。`,
  ask: '测试期间会占用处理器和磁盘。继续吗？[y/N] ',
  isYes: (answer) => /^\s*(y(es)?|是|好|继续)\s*$/i.test(answer),
  askedNobody: '测试会占用处理器和磁盘。加上 --yes 表示同意。',
  declined: '没有测量。',
  noTime: '时间太短，什么也没有测到。请用 --seconds 加长。',
  noPage: '网页还没有构建，服务器无法启动：请先运行一次 `npm start`，或 bin/build.ts。',
  portTaken: (port) => `--port ${port} 已被占用，或当前用户无权打开。请换一个，或不指定。`,
  noStart: (said) => `第二个服务器没有启动。${said}`,
  badSeconds: (said) => `--seconds 是 ${said}，应为 5 到 3600 之间的数。`,
  badPort: (said) => `--port 是 ${said}，应为 0 到 65535 之间的整数。`,
  fewDescriptors: (have, least) =>
    `每个进程只有 ${n(have)} 个文件描述符，少于 ${n(least)} 个无法测量。请调高（ulimit -n，LimitNOFILE=）。`,
  noRoom: (folder, needed, free) =>
    `${folder} 空间不足：测试最多需要 ${megabytes(needed)} MB，只剩 ${megabytes(free)} MB。`,
  looking: '正在查看本机……',
  machine: ({ cores, processor, memory, descriptors, ports, disk }) =>
    `${n(cores)} 核（${processor}），内存 ${gib(memory)} GB，每个进程 ${n(descriptors)} 个文件描述符，${n(ports)} 个端口。` +
    `磁盘同步一次 ${disk.p50Ms.toFixed(2)} 毫秒（p99 ${disk.p99Ms.toFixed(2)} 毫秒）。`,
  busy: (share) => `本机 ${percent(share)} 正忙于其他工作，以下测得的是余下的部分，请在空闲时再测一次。`,
  second: (port, folder) =>
    `已用同样的配置启动第二个服务器，端口 ${port}，数据在 ${folder}。因为由一台机器扮演所有人，其中对个人和地址的限额已调高。`,
  title: (name, room) =>
    ({
      people: '同一房间的人数（每秒 10 条消息）：',
      rate: `${n(room)} 人房间每秒的消息数：`,
      rooms: `${SMALL_ROOM} 人房间的数量（每个房间每 5 秒一条消息）：`,
    })[name],
  trying: (name, { people, rate, rooms }) =>
    ({
      people: `${n(people)} 人……`,
      rate: `每秒 ${n(rate)} 条……`,
      rooms: `${n(rooms)} 个房间，${n(people)} 人……`,
    })[name],
  step: (name, { people, rate, rooms }, step, end) => {
    const height = { people: `${n(people)} 人`, rate: `每秒 ${n(rate)} 条`, rooms: `${n(rooms)} 个房间` }[name]
    const seen = step
      ? `p99 ${step.p99Ms < 0 ? '–' : ms(step.p99Ms)} 毫秒，事件循环 ${ms(step.lagP99Ms)} 毫秒${step.serverCores === null ? '' : `，服务器占一个核的 ${percent(step.serverCores)}`}，${megabytes(step.bytes)} MB/s`
      : '无法达到'
    return `  ${height}　${seen}${end === null ? '' : `：超出（${[short[end.cause], end.amiss].filter((one) => one !== '').join('；')}）`}`
  },
  held: (ladders) =>
    `${ladders
      .map(({ name, held, people, cause, isLowerBound, steps }) => {
        if (held === 0) return cause === 'time' ? unmeasured[name] : none[name]
        const about = isLowerBound ? '至少' : '约'
        const best = bestOf(steps, name)
        const p99 = best && best.p99Ms >= 0 ? `（p99 ${ms(best.p99Ms)} 毫秒）` : ''
        return {
          people: `同一房间${about} ${n(held)} 人${p99}`,
          rate: `${n(people)} 人的房间每秒${about} ${n(held)} 条消息${p99}`,
          rooms: `${about} ${n(held)} 个 ${SMALL_ROOM} 人的房间，共 ${n(held * SMALL_ROOM)} 人${p99}`,
        }[name]
      })
      .join('；')}。`,
  gaveOut: (name, cause, about) =>
    `${{ people: '同一房间里', rate: '消息很多时', rooms: '房间很多时' }[name]}最先撑不住的是${causeOf(cause, about)}`,
  network: (name, bits, line, isKnown, held) =>
    `此时要发出 ${gigabits(Math.round(bits / 1e8) * 1e8)}；在${isKnown ? `本机的网络（${gigabits(line)}）` : ` ${gigabits(line)} 的网络`}上，最先撑不住的会是网络，约 ${n(held)} ${{ people: '人', rate: '条每秒', rooms: '个房间' }[name]}。`,
  real: '模拟的用户也在本机运行，所以实际数值更高；真实网络还会增加延迟。',
  clockJumped: '测量期间本机时钟被调整过，延迟可能不准，请重新测量。',
  recommended: '推荐值（上限的 60 %，以及实测的发送开销）：',
  nothingRecommended: '没有可推荐的限额：本机的能力超出这次测试所能测到的。测得久一些会更清楚。',
  wrote: (path, overruled) =>
    `已写入 ${path}，下次启动生效。${overruled.length === 0 ? '' : `但环境变量中的 ${overruled.join('、')} 优先，请在那里修改。`}`,
  howToWrite: '加上 --write 会把这些行写入 .env。',
  tooHigh: ({ name, configured, held }) => `${name} 允许 ${n(configured)}，本机只能承受 ${n(held)}。`,
}

const short: Record<Cause, string> = {
  processor: '处理器',
  box: '处理器，含模拟的用户',
  tick: '发送节拍',
  disk: '磁盘',
  full: '磁盘已满',
  memory: '内存',
  descriptors: '文件描述符',
  ports: '端口',
  clients: '模拟的用户',
  time: '时间',
  ended: '服务器退出',
  unclear: '不明',
}

const none: Record<LadderName, string> = {
  people: '同一房间连 10 人也承受不了',
  rate: '大房间每秒一条消息也承受不了',
  rooms: '一个 20 人的房间也承受不了',
}

const unmeasured: Record<LadderName, string> = {
  people: '同一房间的人数：没有测到',
  rate: '大房间每秒的消息数：没有测到',
  rooms: '小房间：没有测到',
}

function causeOf(cause: Cause, { descriptors, tickMs, beyond }: About): string {
  switch (cause) {
    case 'processor':
      return '处理器：服务器的事件循环只用一个核。'
    case 'box':
      return '处理器：被服务器和模拟的用户一起占满了。'
    case 'tick':
      return `发送节拍：单个房间最多占用五分之一个核，这么多人要每 ${n(tickMs)} 毫秒才收到一批，而超过 250 毫秒算太迟。分成几个房间可以容纳更多人。`
    case 'disk':
      return '磁盘：处理器空闲，而消息存盘太慢。'
    case 'full':
      return '磁盘：已经满了。'
    case 'memory':
      return '内存。'
    case 'descriptors':
      return `文件描述符（每个进程 ${n(descriptors)} 个）。${beyond ? `若设 \`ulimit -n ${beyond.descriptors}\`，则是处理器，约 ${n(beyond.people)} 人。` : ''}`
    case 'ports':
      return '本机的端口：每个模拟的用户占用一个，所以实际更多。'
    case 'clients':
      return '测试自身模拟的用户：服务器还有余力。'
    case 'time':
      return '测试的时间：没有再往上试。'
    case 'ended':
      return '服务器：它自己退出了，请报告这个问题。'
    case 'unclear':
      return '什么，这次测试说不清。'
  }
}
