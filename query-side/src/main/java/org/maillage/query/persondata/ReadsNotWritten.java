package org.maillage.query.persondata;

import org.springframework.dao.TransientDataAccessException;

/** Too many reads of personal data wait to be noted: until the database takes them, no more is read. 503, try again. */
final class ReadsNotWritten extends TransientDataAccessException {

    private static final long serialVersionUID = 1;

    ReadsNotWritten(int waiting) {
        super(waiting + " reads of personal data wait to be noted");
    }
}
