/** People and programs at work while things break: random legal commands, each written down before it is sent and once it is answered. */
@NullMarked
package org.maillage.infra.faults.driver;

import org.jspecify.annotations.NullMarked;
