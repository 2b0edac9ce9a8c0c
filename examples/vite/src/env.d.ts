interface ImportMetaEnv {
  /** The site's id, as `deploynet publish` prints it. */
  readonly VITE_SITE?: string;
  /** The address of the signaling server: `wss://…/v1/visitor`. */
  readonly VITE_SIGNALING?: string;
}
