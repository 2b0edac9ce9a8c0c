/** What every face says: conditions and snapshots as words and figures. Pure functions; no toolkit. */
package org.deploynet.desktop.view;
