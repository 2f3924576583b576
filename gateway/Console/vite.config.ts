import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The gateway puts a value of its own into each page that it sends (Console/ConsoleFiles.cs).
export default defineConfig({
  plugins: [react()],
  html: { cspNonce: '__CSP_NONCE__' },
  build: { target: 'es2022', manifest: true, modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false, chunkSizeWarningLimit: 2000 },
  preview: { proxy: { '/api': { target: process.env.PARTYCLOUD ?? 'http://127.0.0.1:8080', changeOrigin: false } } },
  server: { proxy: { '/api': { target: process.env.PARTYCLOUD ?? 'http://127.0.0.1:8080', changeOrigin: false } } },
})
