import { defineConfig } from "vite";

export default defineConfig({
  build: {
    // A file that is put into a script comes from where the script comes from.
    assetsInlineLimit: 0,
  },
});
