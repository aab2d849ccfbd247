/** The partners of a centre among themselves: whom to write to, whom to recognise, whom to ask (carnet d’adresses, trombinoscope). */
@NullMarked
package org.maillage.query.directory;

import org.jspecify.annotations.NullMarked;
