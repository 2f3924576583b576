// Makes pinyin.txt anew: npm install pinyin-pro@3.29.4, then node pinyin.mjs > pinyin.txt
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const home = dirname(dirname(createRequire(join(process.cwd(), 'x.js')).resolve('pinyin-pro')))
const { pinyin } = await import(pathToFileURL(join(home, 'dist/index.mjs')))
// What is typed on a keyboard: no tones, and v for ü.
const plain = (text, more = {}) => pinyin(text, { toneType: 'none', type: 'array', v: true, ...more })

const usual = new Map()
const byReading = new Map()
for (let code = 0x4e00; code <= 0x9fff; code++) {
  const character = String.fromCodePoint(code)
  const [reading] = plain(character)
  if (!/^[a-z]+$/.test(reading)) continue
  usual.set(character, reading)
  byReading.set(reading, (byReading.get(reading) ?? '') + character)
}

// Of the words, those in which a character is read otherwise than alone.
const words = new Map()
for (const dictionary of ['dict2', 'dict3']) {
  for (const [, word] of readFileSync(join(home, `dist/esm/data/${dictionary}.mjs`), 'utf8').matchAll(/^\s*([\u4e00-\u9fff]{2,3}):/gm)) {
    const readings = plain(word)
    if (readings.length === word.length && readings.every(reading => /^[a-z]+$/.test(reading)) && readings.some((reading, at) => reading !== usual.get(word[at]))) words.set(word, readings)
  }
}

const licence = readFileSync(join(home, 'LICENSE'), 'utf8').trim().split('\n')
console.log(['How characters are read, and the words in which they are read otherwise; made by pinyin.mjs from pinyin-pro 3.29.4:', '', ...licence].map(line => `# ${line}`.trimEnd()).join('\n'))
for (const [reading, characters] of [...byReading].sort(([one], [other]) => (one < other ? -1 : 1))) console.log(`${reading} ${characters}`)
for (const [word, readings] of [...words].sort(([one], [other]) => (one < other ? -1 : 1))) console.log(`${word} ${readings.join(' ')}`)
