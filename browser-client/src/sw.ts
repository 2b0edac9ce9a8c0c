/* The site's service worker. Empty so far: pages fetch through DeployNet.fetch and marked elements. */
