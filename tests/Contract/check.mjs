// What a portal's developer does first with our OpenAPI document: lint it, make a client of it, compile that. Once with openapi-typescript and once with
// another generator, as what one of them forgives the other may not. node check.mjs DOCUMENT; it ends with 0 when nothing is found.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createClient } from '@hey-api/openapi-ts'
import openapiTS, { astToString } from 'openapi-typescript'

const here = import.meta.dirname
const document = resolve(process.argv[2])
const folder = await mkdtemp(join(tmpdir(), 'partycloud-contract-'))
const run = (program, ...args) => execFileSync(join(here, 'node_modules', '.bin', program), args, { cwd: folder, stdio: 'inherit' })

try {
  run('spectral', 'lint', '--ruleset', join(here, '.spectral.yaml'), '--fail-severity', 'hint', document)

  await writeFile(join(folder, 'types.ts'), astToString(await openapiTS(new URL(`file://${document}`))))
  await createClient({ input: document, output: { path: join(folder, 'client') }, plugins: ['@hey-api/client-fetch', '@hey-api/sdk', '@hey-api/typescript'], logs: { level: 'silent' } })

  // Uses both, so that types that came out empty do not compile.
  await writeFile(join(folder, 'use.ts'), `
import { client } from './client/client.gen'
import { listMembers, readChanges, registerOrganization } from './client'
import type { paths } from './types'

export type Members = paths['/api/v1/members']['get']['responses'][200]['content']['application/json']
export const firstName = (members: Members): string | undefined => members.items[0]?.name

client.setConfig({ baseUrl: 'https://party.example.gov.cn' })
export const page = async () => {
  const { data, error } = await listMembers({ query: { limit: 50 } })
  return data ? data.items.map(member => member.name) : error
}
export const calls = [readChanges, registerOrganization]
`)
  await symlink(join(here, 'node_modules'), join(folder, 'node_modules'))
  run('tsc', '--noEmit', '--strict', '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck', '--lib', 'es2023,dom,dom.iterable', 'use.ts', 'types.ts')
} finally {
  await rm(folder, { recursive: true })
}
