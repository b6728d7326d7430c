import optimizeLocales from "@react-aria/optimize-locales-plugin";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig(({ mode }) => ({
  plugins: [
    react(),
    tailwindcss(),
    // Words of React Aria in the languages of the app, not in thirty.
    { ...optimizeLocales.vite({ locales: ["en-US", "fr-FR"] }), enforce: "pre" },
  ],
  clearScreen: false,
  server: {
    port: 1420,
    strictPort: true,
    host: "127.0.0.1",
    // A test reads the error codes out of the Rust sources beside this folder.
    fs: { allow: mode === "test" ? [".."] : ["."] },
  },
  json: { namedExports: false, stringify: true },
  build: {
    // WebKitGTK of the oldest supported distribution, and newer engines elsewhere.
    target: "safari16",
    sourcemap: false,
    chunkSizeWarningLimit: 1500,
    // WebKit keeps and reads such code a byte a letter, and a window is sooner there.
    rolldownOptions: { output: { charset: "ascii" } },
  },
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: "rules", include: ["src/**/*.test.ts"], environment: "node" },
      },
      {
        extends: true,
        test: {
          name: "screens",
          include: ["src/**/*.test.tsx"],
          environment: "jsdom",
          setupFiles: ["src/test/setup.ts"],
          css: false,
          // One window for all files: making it takes longer than the tests.
          isolate: false,
        },
      },
    ],
  },
}));
