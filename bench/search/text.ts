/** A seeded source of chance: the same seed, the same room (mulberry32). */
export function createChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

// The heads of both lists in the order of how often people say them; the tails are made.
const zhHead =
  '的 了 我 是 不 你 在 有 就 这 也 吗 我们 都 说 好 去 没有 吧 他 要 那 人 一个 什么 还 会 今天 可以 大家 知道 现在 看 明天 很 想 来 到 她 和 给 但是 因为 所以 自己 时候 这个 那个 怎么 觉得 真的 没 谢谢 一下 不是 喜欢 如果 已经 可能 问题 他们 哈哈 东西 时间 工作 公司 朋友 周末 晚上 早上 吃饭 喝茶 茶馆 一起 下午 上班 回家 开会 项目 电脑 手机 消息 照片 电影 音乐 天气 下雨 地铁 出门 咖啡 早睡 加班 快递 老师 学校 孩子 妈妈 爸爸 北京 上海 广州 杭州 武夷山 龙井 普洱 乌龙茶 红茶 绿茶 茶杯 茶壶 功夫茶 凤凰单丛 聊天室 服务器 数据库 代码 测试 版本 发布 更新 文档 程序 网络 浏览器 链接 搜索 表情 群主 管理员'
const enHead =
  'the to i a and is it you that of in for on we me my have be so not this are but with just at do can was if what like get one about there no they all when time know now think good see out go up really how some your want need or from will maybe today tomorrow people work thanks here then tea room back message server code test look make day right still never should yes sorry love great weekend coffee morning night meeting release version update build data link file photo music movie weather train home phone school friend money house water table window picture search emoji kettle teahouse oolong chat'
const commonSigns =
  '大小上下中天地日月年生心水火山石田土木本林来去出入手足目口耳头发面身体力气高低长短新旧多少早晚前后左右东西南北春夏秋冬风云雨雪花草树叶果米面饭菜肉鱼鸟马牛羊狗猫车船路桥门窗家国城市街店书信字文话语言学校院师友爱情思想见听说读写算数红黄蓝白黑绿青紫金银铜铁玉茶酒香味道清明静安乐喜怒哀笑哭病医药器机电光影声音色形方圆角边线点'
const syllables = 'ba ce di fo gu ha ji ko lu me na pi ra so te vu wa xe yo zi tan mer lin dor gal pen sti cro'.split(
  ' ',
)
const TAIL = 20_000

function zhTail(chance: () => number): string[] {
  const rare = Array.from({ length: 2_200 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 9_173) % 20_000)))
  const signs = [...commonSigns, ...rare]
  const sign = () => signs[Math.floor(signs.length * chance() ** 2)] ?? '茶'
  return Array.from({ length: TAIL }, () => sign() + sign() + (chance() < 0.2 ? sign() : ''))
}

function enTail(chance: () => number): string[] {
  const syllable = () => syllables[Math.floor(syllables.length * chance())] ?? 'tea'
  return Array.from({ length: TAIL }, () => Array.from({ length: 2 + Math.floor(chance() * 3) }, syllable).join(''))
}

/** Draws from a list whose n-th word is said 1/n as often as the first (Zipf). */
function createDraw(words: readonly string[], chance: () => number): () => string {
  const sums: number[] = []
  let sum = 0
  for (let at = 0; at < words.length; at++) {
    sum += 1 / (at + 3)
    sums.push(sum)
  }
  return () => {
    const wanted = chance() * sum
    let low = 0
    let high = sums.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return words[low] ?? ''
  }
}

/** Messages as people write them: short ones mostly, Chinese, English and both, now and then a link. */
export function createTalk(seed: number): () => string {
  const chance = createChance(seed)
  const zh = createDraw([...zhHead.split(' '), ...zhTail(chance)], chance)
  const en = createDraw([...enHead.split(' '), ...enTail(chance)], chance)
  const many = (word: () => string, joint: string): string => {
    const length = 1 + Math.floor(chance() ** 2.2 * 24)
    return Array.from({ length }, word).join(joint)
  }
  return () => {
    const kind = chance()
    const text = kind < 0.6 ? `${many(zh, '')}${chance() < 0.4 ? `，${many(zh, '')}。` : ''}` : many(en, ' ')
    const mixed = kind > 0.85 ? `${text} ${many(zh, '')}` : text
    return chance() < 0.03 ? `${mixed} https://example.com/${en()}/${Math.floor(chance() * 9_999)}` : mixed
  }
}
