import { declaredLimits, declaredSettings } from '#server/config.ts'

type Declared = (typeof declaredSettings)[number]

/** docs/configuration.md, from the one declaration in server/config.ts and server/kit/limit-settings.ts. */
export function configurationPage(): string {
  return `# Configuration · 配置

<!-- Made from server/config.ts and server/kit/limit-settings.ts by \`npm run docs\`. Change it there. -->

Teahouse reads its configuration once, from environment variables, when it starts. All of them may be left out; an empty
value counts as left out. A value that cannot be read, two that contradict each other, and a name one letter off one of
these (\`PROT\`) stop the start with a sentence that says what was read and what is expected. So does any other name that
begins with \`LIMIT_\`. A file \`.env\` in the folder of the repository is read as well; the environment itself goes first.

茶馆只在启动时读取一次环境变量。所有变量都可以不设，空值等于不设。值写错、互相矛盾、名字差一个字母（如 \`PROT\`）或出现未知的
\`LIMIT_\` 变量时，茶馆不会启动，并用一句话说明读到了什么、应该写什么。也可以写在仓库目录下的 \`.env\` 文件里，环境变量优先。

\`\`\`sh
PORT=8080 ROOM_TITLE='听雨轩' npm start
\`\`\`

## Settings · 设置

${declaredSettings.map(entry).join('\n\n')}

## Limits · 限额

Every limit keeps one person or one address from taking what belongs to all. Each can be raised or lowered within its
range; none can be switched off.

限额防止个别人或个别地址占用大家的资源。每一项都可以在范围内调整，但都不能关闭。

| name 名称 | default 默认 | range 范围 | meaning 含义 |
| --- | --- | --- | --- |
${declaredLimits.map(row).join('\n')}
`
}

const entry = (setting: Declared): string => `### \`${setting.name}\`

${setting.en}

${setting.zh}

- Default 默认: ${defaultOf(setting)}
- Expected 取值: ${setting.expects}`

const defaultOf = (setting: Declared): string => setting.fallbackWords ?? `\`${setting.fallback}\``

const row = (limit: Declared): string =>
  `| \`${limit.name}\` | ${limit.fallback} | ${limit.expects.replace(/^.* from /, '')} | ${limit.en}<br>${limit.zh} |`
