/** A small tree of packages that breaks every rule, so that the rules are seen to fail. */
package org.deploynet.breach;
