import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/built/",
  publicDir: false,
  build: {
    outDir: "../src/tdi_graph/web/static/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    // The licences of what is bundled go wherever the bundle goes.
    license: { fileName: "licences.md" },
    // The policy of the pages allows neither inline scripts nor data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    rolldownOptions: { input: { editor: "src/editor.js" } },
  },
});
