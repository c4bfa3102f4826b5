import { defineConfig } from 'vitest/config';

process.env.TZ = 'UTC'; // some pages show local times only

export default defineConfig({
  test: {
    include: ['tests/extension/**/*.test.js'],
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'https://chat.example/' } },
    setupFiles: ['tests/extension/setup.js'],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
