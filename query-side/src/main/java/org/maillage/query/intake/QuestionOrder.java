package org.maillage.query.intake;

/** What happens to a question before a controller is asked, after the doorkeeper's table of roles, whose order is 0. */
public final class QuestionOrder {

    /** Until the read models contain what the client has seen. */
    public static final int WAIT = 10;

    /** Whether the caller may know of what the question names. */
    public static final int ACCESS = 20;

    /** Until the read models contain what a certified answer must. */
    public static final int CERTIFY = 30;

    private QuestionOrder() {}
}
