/* What a page sees of DeployNet's badge. */

/** The corner of the window, `start` and `end` as the page is read. */
export type BadgePosition = 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start';

export interface BadgeOptions {
  /** `bottom-end` if not given. A `<deploynet-badge>` that the page has already stays where it is. */
  readonly position?: BadgePosition;
  /** `ask`: as long as the visitor has not chosen, the badge asks. As in the options of `start`. */
  readonly consent?: 'ask' | undefined;
}
