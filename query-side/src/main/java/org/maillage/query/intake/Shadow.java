package org.maillage.query.intake;

import java.util.List;

/**
 * The same version of a projection in a schema of another name: what is being rebuilt beside what answers, or what answered before.
 * Its offsets and what it parks are its own.
 *
 * @param rest what follows the name of the schema that answers
 */
record Shadow(Projection of, String rest) implements Projection {

    static final String NEXT = "__next";
    static final String OLD = "__old";

    static Shadow next(Projection projection) {
        return new Shadow(projection, NEXT);
    }

    static Shadow old(Projection projection) {
        return new Shadow(projection, OLD);
    }

    @Override
    public String name() {
        return of.name();
    }

    @Override
    public int version() {
        return of.version();
    }

    @Override
    public List<FactTable> tables() {
        return of.tables();
    }

    @Override
    public boolean concerns(String type) {
        return of.concerns(type);
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        of.fold(fact, rows);
    }

    @Override
    public String schema() {
        return of.schema() + rest;
    }
}
