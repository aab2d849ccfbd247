package org.maillage.command.publishing;

/** The topic is no longer the one that this turn began with: the next turn looks what it has. */
final class TopicReplaced extends RuntimeException {

    private static final long serialVersionUID = 1;

    TopicReplaced(String what) {
        super(what);
    }
}
