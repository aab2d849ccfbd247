package org.maillage.query.intake;

/** The topic ends before what a read model has applied: nothing that is as far can be made of it. */
final class TopicLacks extends Exception {
    private static final long serialVersionUID = 1;

    TopicLacks(String topic, Intake.Place place, long position, long wanted) {
        super("The topic " + topic + " does not have, in partition " + place.partition() + " of " + place.source()
                + ", what lies between position " + position + " and position " + wanted
                + ", which the read model has applied: publish it again first");
    }
}
