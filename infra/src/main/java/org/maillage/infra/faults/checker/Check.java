package org.maillage.infra.faults.checker;

/** One question to the evidence. */
interface Check {

    String name();

    /**
     * Looks, and adds whatever it finds.
     *
     * @return what it looked at, in a few words with numbers
     * @throws Exception when it cannot be told
     */
    String look(Findings findings) throws Exception;
}
