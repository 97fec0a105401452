import type { Locale } from '#protocol/people.ts'

/** `me` is the person at the page; the others are guests by their names. */
export type Line = readonly [who: string, text: string]
/** What somebody does with the message that begins with `to`, after all was said. */
export type Deed = {
  who: string
  to: string
  reply?: string
  react?: string
  edit?: string
  pin?: true
  recall?: true
}
export type Scene = {
  room: string
  me: string
  guests: readonly string[]
  lines: readonly Line[]
  deeds: readonly Deed[]
}

/** Conversations as people have them, for looking at the page. */
export const scenes: Readonly<Record<Locale, Scene>> = {
  'zh-CN': {
    room: '周末茶会',
    me: '青柠',
    guests: ['小满', '橘灯', '阿果', '听雨的云雀', 'Tomasz', '南山'],
    lines: [
      ['小满', '早！昨天那款凤凰单丛还有人要吗？我多订了一包。'],
      ['小满', '蜜兰香，今年春茶。'],
      ['橘灯', '要要要，给我留半包'],
      ['阿果', '刚看完 release notes，Bun 1.4 的 WebSocket 又快了不少。要不要周末升级试试？'],
      ['me', '可以啊，先在测试机上跑一晚。'],
      ['me', '顺便看看内存，上次 10,000 个连接用了 22 MB。'],
      ['听雨的云雀', '“茶要新，水要活”——这话放在软件上也对……'],
      ['Tomasz', 'I’ll bring the good kettle on Sunday. Is there a socket near the window?'],
      ['南山', '有的，靠窗那张桌子下面就有。地址：https://example.com/teahouse/map?from=subway&line=4'],
      ['小满', '路线我写一下：\n1. 地铁四号线 C 口出来\n2. 右转直走三百米\n3. 看到红灯笼就到了'],
      ['橘灯', '🍵🍵'],
      ['me', '收到，周日下午三点见。'],
      ['阿果', '好，三点。我可能晚到十分钟，你们先喝。'],
    ],
    deeds: [
      { who: '橘灯', to: '路线我写一下', react: '👍' },
      { who: '南山', to: '路线我写一下', react: '👍' },
      { who: 'Tomasz', to: '路线我写一下', react: '🙏' },
      { who: 'me', to: '路线我写一下', react: '👍' },
      { who: '小满', to: '路线我写一下', pin: true },
      { who: '橘灯', to: '🍵🍵', recall: true },
      { who: 'me', to: '收到，周日', edit: '收到，周日下午三点，窗边见。' },
      { who: '听雨的云雀', to: '好，三点。我可能', reply: '那我先烧水，等你到了再泡第二道。' },
      { who: 'me', to: '那我先烧水', reply: '好，我带杯子。' },
    ],
  },
  en: {
    room: 'saturday-tea',
    me: 'Mira',
    guests: ['quiet heron', 'Ines', 'Tomás', 'Jo', '云雀', 'Bartholomew'],
    lines: [
      ['Ines', 'Morning! Who’s coming on Saturday?'],
      ['Ines', 'I can pick up the pastries on the way.'],
      ['Jo', 'Me. Also, can somebody explain why my kettle whistles in B flat'],
      ['quiet heron', 'Because it has no choice'],
      ['me', 'I’m in. I’ll bring the oolong that everybody liked last time.'],
      ['me', 'The one from 武夷山, not the other one.'],
      [
        'Tomás',
        'The map is here: https://example.com/places/the-old-boathouse?floor=2#entrance. Second floor, the door sticks, just push.',
      ],
      ['云雀', '我也来！可以带一个朋友吗？'],
      [
        'Bartholomew',
        'Of course. The more the merrier, as long as there are enough cups. I counted eleven last week, one of them chipped, and the small blue one that nobody wants because it holds about two sips.',
      ],
      ['Jo', 'I want the small blue one.'],
      ['quiet heron', '🫖'],
      ['me', 'Then it’s yours. See you at three.'],
      ['Ines', 'Three it is.'],
    ],
    deeds: [
      { who: 'Ines', to: 'The map is here', react: '🙏' },
      { who: 'Jo', to: 'The map is here', react: '🙏' },
      { who: 'quiet heron', to: 'The map is here', react: '👀' },
      { who: 'me', to: 'The map is here', react: '👍' },
      { who: 'Ines', to: 'The map is here', pin: true },
      { who: 'quiet heron', to: '🫖', recall: true },
      { who: 'me', to: 'Then it’s yours', edit: 'Then it’s yours. See you at three, at the window.' },
      { who: 'Bartholomew', to: 'Three it is', reply: 'Three is perfect. I’ll be the one with the eleven cups.' },
      { who: 'me', to: 'Three is perfect', reply: 'I’ll hold the door.' },
    ],
  },
}

/** What is written with marks: each kind of them, in both languages. */
export const marked: Readonly<Record<Locale, Scene>> = {
  'zh-CN': {
    room: '排版',
    deeds: [],
    me: '青梅',
    guests: ['小寒', '灯芯', '果仁'],
    lines: [
      ['小寒', '**重点**放在前面，*这几个字*要慢慢读，~~旧的~~换成新的，`npm start` 就能跑。'],
      ['小寒', '> 茶要新，水要活\n> ——**陆羽**大概没这么说过\n这话放在软件上也对。'],
      ['灯芯', '三件事：\n1. 地铁四号线 C 口\n2. 右转直走\n   - 看到红灯笼\n   - 别进隔壁\n3. 上二楼'],
      ['me', '收到。谜底是||蜜兰香||，别提前看。'],
      ['me', '代码里写 `overflow-anchor: none`，*一定*要写。'],
      [
        '果仁',
        '浏览器自己的锚定关掉：\n```css\n.log {\n  overflow-anchor: none; /* 自己来 */\n  overscroll-behavior: contain;\n}\n```\n同一帧里把那一行放回原处。',
      ],
      ['小寒', '🍵🌿'],
      ['灯芯', '/me 泡了一壶**凤凰单丛**'],
      [
        '果仁',
        '[bank.example](https://evil.example/login) 这种链接要写明真正去哪，[这里](https://example.com/a)不用。',
      ],
      ['me', '好'],
    ],
  },
  en: {
    room: 'marks',
    deeds: [],
    me: 'Mara',
    guests: ['Jonah', 'Inez', '小雪'],
    lines: [
      ['Jonah', 'The **first** thing, the *second* thing, ~~no~~ a third one, and `npm start` runs it.'],
      ['Inez', '> It only happens when it sits above what I’m reading.\n> > Above?\nYes, and so it goes.'],
      ['Jonah', 'Bring:\n- cups\n  - the small blue one\n- **leaves**, enough for eleven\n- a kettle'],
      [
        'Jonah',
        'Yes. Turn the browser’s own anchoring off and keep yours:\n```ts\nconst anchor = rows.find((row) => row.top >= 0) // the first in view\nif (anchor) await restore(anchor, 12, "same frame")\n```\nThen restore one row and its offset, in the same frame.',
      ],
      ['me', 'That did it. **0 px** of drift over `5,000` rows. The culprit was ||the picture||.'],
      ['me', `\`\`\`json\n${JSON.stringify({ rows: Array.from({ length: 18 }, (_, at) => at) }, null, 2)}\n\`\`\``],
      ['Inez', '🫖'],
      ['Jonah', '/me pours *everybody* a cup'],
      ['小雪', '中文里的*着重*和 English 里的 *emphasis* 不一样。[bank.example](https://evil.example/)'],
      ['me', 'Fine.'],
    ],
  },
}

/** What a layout must bear: names at the limit, words without a gap, scripts that run the other way. */
export const hard: Scene = {
  room: 'long-names',
  me: 'M',
  guests: [
    '住在非常非常遥远的山那边的云雀和她的三只小猫咪以及一只大白鹅',
    'Wolfeschlegelsteinhausenbergerdo',
    'شاي بالنعناع',
  ],
  lines: [
    ['住在非常非常遥远的山那边的云雀和她的三只小猫咪以及一只大白鹅', '名字长了一点，见谅。'],
    [
      'Wolfeschlegelsteinhausenbergerdo',
      'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
    ],
    ['شاي بالنعناع', 'مرحبا، هل يوجد شاي بالنعناع؟'],
    [
      'me',
      'https://example.com/a/very/long/path/that/has/no/space/in/it/at/all/and/goes/on/and/on/until/it/ends?with=query&and=more',
    ],
    [
      'Wolfeschlegelsteinhausenbergerdo',
      Array.from({ length: 24 }, (_, at) => `Line ${at + 1} of a long message.`).join('\n'),
    ],
    ['me', '好'],
  ],
  deeds: [
    { who: 'Wolfeschlegelsteinhausenbergerdo', to: '好', react: '👍' },
    { who: 'شاي بالنعناع', to: 'Donaudampf', reply: 'شاي بالنعناع، من فضلك' },
    { who: 'Wolfeschlegelsteinhausenbergerdo', to: 'شاي', pin: true },
    { who: 'me', to: 'Donaudampf', reply: 'Hm.' },
  ],
}
