// Words of packs of pictures, loaded with the emoji panel. This object is the type: en-packs.ts must satisfy it.
const number = new Intl.NumberFormat('zh-CN')
const n = (count: number): string => number.format(count)

export const zhCNPacks = {
  found: '搜到的图片',
  /** In the foot of the panel. */
  sendsAtOnce: '点一下就发送，按住看大图',
  insertsName: '点一下写进消息，按住看大图',
  sticker: (name: string) => `贴纸：${name}，直接发送`,
  loadError: '表情包没能加载出来。',
  owner: {
    title: '表情包',
    about: '这里的表情包，站里每个人都能用。改动马上对所有人生效。',
    none: '还没有表情包。',
    count: (count: number) => `${n(count)} 张`,
    kinds: { emoticons: '小表情', stickers: '贴纸' },
    kindNotes: { emoticons: '写在一行字里', stickers: '大图，单独一条消息' },
    open: (title: string) => `打开「${title}」`,
    back: '返回',
    add: '添加表情包',
    addHere: '往这个表情包里添加',
    drop: '把文件夹、图片或 zip 拖到这里',
    folder: '选文件夹',
    files: '选图片或 zip',
    limits: (most: number, size: string) =>
      `每包最多 ${n(most)} 张，每张处理后不超过 ${size}。支持 PNG、JPEG、GIF、WebP。`,
    reading: '正在读取…',
    packName: '表情包名称',
    kind: '类型',
    nameOf: (file: string) => `「${file}」的名称`,
    leaveOut: (name: string) => `去掉「${name}」`,
    upload: (count: number) => `上传 ${n(count)} 张`,
    uploading: (done: number, of: number) => `正在上传，已完成 ${n(done)}/${n(of)}`,
    made: (title: string, count: number) => `「${title}」已就绪，共 ${n(count)} 张。`,
    problems: (count: number) => `有 ${n(count)} 张需要处理：改好名称，或者去掉，就能上传。`,
    retry: '重试',
    save: '保存',
    remove: (name: string) => `删除「${name}」`,
    removed: (name: string) => `已删除「${name}」。`,
    removePack: '删除表情包',
    askRemove: (title: string) => `删除「${title}」？`,
    what: ['它会从所有人的表情面板里消失。', '已经发出的消息里，图片还在。'],
    keep: '保留',
    /** Why a picture cannot be in a pack. */
    why: {
      empty: '名称不能为空',
      name_invalid: '名称只能用文字、数字、- 和 _，最多 32 个字',
      name_twice: '名称重复了',
      name_taken: '这个名称已经有图片在用',
    },
    whole: {
      no_pictures: '里面没有能用的图片。',
      too_many: (most: number) => `最多 ${n(most)} 张图片。`,
      too_large: (size: string) => `解压后一共不能超过 ${size}。`,
      bad_zip: '这个 zip 打不开。',
      unreadable: '没能读到这些文件，请重新选择。',
      packs_full: (most: number) => `最多 ${n(most)} 个表情包，先删掉一个。`,
    },
  },
}

export type PackWords = typeof zhCNPacks
