@NullMarked
package org.maillage.command;

import org.jspecify.annotations.NullMarked;
